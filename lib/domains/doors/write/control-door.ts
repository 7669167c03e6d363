import { permit, type Actor } from "@/lib/auth/actor";
import { command, judged, resultOf } from "@/lib/domains/commands/mirror";
import { reasonIn } from "@/lib/domains/commands/schema";
import { elementForCommand } from "@/lib/domains/elements/read";
import { elementNouns } from "@/lib/domains/elements/terms";
import { gateway } from "@/lib/gateway";
import { controlDoors } from "@/lib/gateway/endpoints";
import { outcomeOf } from "@/lib/gateway/outcome";
import type { ControlDoor, ControlledDoor } from "../schema";

/**
 * Moves one door and tells what its device made of it; nothing is assumed. Throws NotFoundError, ForbiddenError, and
 * GatewayError: with `maybeDone` it may have moved. Guide 5.7.1.
 */
export async function controlDoor(
  actor: Actor,
  { id, action, reason }: ControlDoor & { id: string },
  signal: AbortSignal,
): Promise<ControlledDoor> {
  permit(actor, "doors:control");
  const { name } = await elementForCommand(actor, "doors", id);
  const request = { doorIds: [id] as [string], action };
  const send = () => gateway().call(controlDoors, request, { lane: "interactive", signal });
  const outcomeFor = (answer: Awaited<ReturnType<typeof send>>) =>
    controlDoors.outcome?.(answer, request) ?? outcomeOf([]);
  const details = { to: action, ...reasonIn(reason) };
  const objects = [{ kind: elementNouns.doors, id, name }];
  const answer = await command(actor, { action: "door.control", objects, details }, [], {
    send,
    judge: (value) => {
      const { result, code } = judged(outcomeFor(value));
      return { result, code, details };
    },
  });
  return resultOf(outcomeFor(answer).items, new Map([[id, name]]));
}
