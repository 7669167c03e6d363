import type { Actor } from "@/lib/auth/actor";
import { listElements, readElement, visibleElements } from "@/lib/domains/elements/read";
import type { ElementQuery } from "@/lib/domains/elements/schema";
import { gateway } from "@/lib/gateway";
import { getAlarmInputStatus } from "@/lib/gateway/endpoints";
import { describeCode } from "@/lib/gateway/error-catalogue";
import type { Listing } from "@/lib/http/list";
import type { AlarmInputDetail, AlarmInputItem, AlarmInputStates } from "./schema";

export function listAlarmInputs(actor: Actor, query: ElementQuery): Promise<Listing<AlarmInputItem>> {
  return listElements(actor, "alarm-inputs", query);
}

/** Throws NotFoundError, also for one that has gone. */
export function readAlarmInput(actor: Actor, id: string): Promise<AlarmInputDetail> {
  return readElement(actor, "alarm-inputs", id);
}

const deadlineMs = 15_000;

/**
 * What they are just now. An exception to "reads never wait": their devices are asked, at once and only while somebody
 * looks. Ids that do not exist or are not the actor's are left out. Throws ForbiddenError, GatewayError. Guide 5.2.2.
 */
export async function readAlarmInputStates(
  actor: Actor,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<AlarmInputStates> {
  const [first, ...rest] = (await visibleElements(actor, "alarm-inputs", ids)).map(({ id }) => id);
  const at = new Date().toISOString();
  if (first === undefined) return { items: [], at };
  const states = await gateway().call(
    getAlarmInputStatus,
    { alarmInputIds: [first, ...rest] },
    { lane: "interactive", signal, deadlineMs },
  );
  const told = new Map(states.map((each) => [each.id, each]));
  const items = [first, ...rest].map((id) => {
    const { state = "unknown", code = null } = told.get(id) ?? {};
    // A state beside an error is not believed.
    if (code !== null) return { id, state: "unknown" as const, code, meaning: describeCode(code).meaning };
    return { id, state, code, meaning: state === "unknown" ? "Its device does not say." : null };
  });
  return { items, at };
}
