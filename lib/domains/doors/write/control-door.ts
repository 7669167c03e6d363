import { permit, type Actor } from "@/lib/auth/actor";
import { alarmOfDoor, noteDoor } from "@/lib/domains/alarms/mirror";
import { command, judged, resultOf } from "@/lib/domains/commands/mirror";
import { reasonIn } from "@/lib/domains/commands/schema";
import { elementForCommand } from "@/lib/domains/elements/read";
import { elementNouns } from "@/lib/domains/elements/terms";
import { commandFailure } from "@/lib/errors";
import { gateway } from "@/lib/gateway";
import { controlDoors } from "@/lib/gateway/endpoints";
import { outcomeOf } from "@/lib/gateway/outcome";
import { log } from "@/lib/log";
import type { ControlDoor, ControlledDoor } from "../schema";

/**
 * Moves one door and tells what its device made of it; nothing is assumed. The alarm it is moved from has it in its
 * trail. Throws NotFoundError, ForbiddenError, and GatewayError: with `maybeDone` it may have moved. Guide 5.7.1.
 */
export async function controlDoor(
  actor: Actor,
  { id, action, reason, alarmId }: ControlDoor & { id: string },
  signal: AbortSignal,
): Promise<ControlledDoor> {
  permit(actor, "doors:control");
  const alarm = alarmId === undefined ? null : await alarmOfDoor(actor, alarmId);
  const { name } = await elementForCommand(actor, "doors", id);
  const request = { doorIds: [id] as [string], action };
  const send = () => gateway().call(controlDoors, request, { lane: "interactive", signal });
  const outcomeFor = (answer: Awaited<ReturnType<typeof send>>) =>
    controlDoors.outcome?.(answer, request) ?? outcomeOf([]);
  const details = { to: action, ...reasonIn(reason) };
  const objects = [{ kind: elementNouns.doors, id, name }];
  const note = async (result: "done" | "refused" | "unknown") => {
    if (alarm === null) return;
    // The door has moved by now, and the audit log says so: that much is true without the trail.
    await noteDoor(actor, alarm, { name, action, result, reason }).catch((err: unknown) =>
      log.warn({ err, door: id }, "what became of a door could not be written into its alarm's trail"),
    );
  };
  const answer = await command(actor, { action: "door.control", objects, details }, [], {
    send,
    judge: (value) => {
      const { result, code } = judged(outcomeFor(value));
      return { result, code, details };
    },
  }).catch(async (error: unknown) => {
    const { result } = commandFailure(error);
    if (result !== "failed") await note(result);
    throw error;
  });
  const { result } = outcomeFor(answer);
  await note(result === "done" || result === "unknown" ? result : "refused");
  return resultOf(outcomeFor(answer).items, new Map([[id, name]]));
}
