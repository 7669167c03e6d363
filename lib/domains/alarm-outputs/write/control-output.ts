import { permit, type Actor } from "@/lib/auth/actor";
import { command, judged, resultOf } from "@/lib/domains/commands/mirror";
import { reasonIn } from "@/lib/domains/commands/schema";
import { elementForCommand } from "@/lib/domains/elements/read";
import { gateway } from "@/lib/gateway";
import { controlAlarmOutputs } from "@/lib/gateway/endpoints";
import { GatewayError } from "@/lib/gateway/errors";
import { outcomeOf } from "@/lib/gateway/outcome";
import { readAlarmOutputStates } from "../read";
import type { AlarmOutputState, ControlAlarmOutput, ControlledOutput } from "../schema";

/** What it is now; a device that cannot be asked does not make the command unsure. */
async function stateAfter(actor: Actor, id: string, signal: AbortSignal): Promise<AlarmOutputState> {
  const unknown: AlarmOutputState = { id, state: "unknown", code: null, meaning: "Its device could not be asked." };
  try {
    return (await readAlarmOutputStates(actor, [id], signal)).items[0] ?? unknown;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { ...unknown, code: error.code, meaning: error.meaning };
  }
}

/**
 * Switches an output (a siren, a lamp, a gate) on or off, and then asks its device what it is: nothing is assumed. Throws
 * NotFoundError, ForbiddenError, and GatewayError: with `maybeDone` it may have happened. Guide 5.2.2.
 */
export async function controlOutput(
  actor: Actor,
  { id, on, reason }: ControlAlarmOutput & { id: string },
  signal: AbortSignal,
): Promise<ControlledOutput> {
  permit(actor, "devices:write");
  const { name } = await elementForCommand(actor, "alarm-outputs", id);
  const request = { outputs: [{ id, on }] as [{ id: string; on: boolean }] };
  const outcomeFor = (answer: Awaited<ReturnType<typeof send>>) =>
    controlAlarmOutputs.outcome?.(answer, request) ?? outcomeOf([]);
  const send = () => gateway().call(controlAlarmOutputs, request, { lane: "interactive", signal });
  const details = { to: on ? "on" : "off", ...reasonIn(reason) };
  const objects = [{ kind: "alarm output", id, name }];
  const answer = await command(actor, { action: "alarm-output.control", objects, details }, [], {
    send,
    judge: (value) => {
      const { result, code } = judged(outcomeFor(value));
      return { result, code, details };
    },
  });
  const result = resultOf(outcomeFor(answer).items, new Map([[id, name]]));
  return { ...result, state: await stateAfter(actor, id, signal) };
}
