import type { Actor } from "@/lib/auth/actor";
import { listElements, readElement, readSignals } from "@/lib/domains/elements/read";
import type { ElementQuery } from "@/lib/domains/elements/schema";
import { gateway } from "@/lib/gateway";
import { getAlarmInputStatus } from "@/lib/gateway/endpoints";
import type { Listing } from "@/lib/http/list";
import type { AlarmInputDetail, AlarmInputItem, AlarmInputStates } from "./schema";

export function listAlarmInputs(actor: Actor, query: ElementQuery): Promise<Listing<AlarmInputItem>> {
  return listElements(actor, "alarm-inputs", query);
}

/** Throws NotFoundError, also for one that has gone. */
export function readAlarmInput(actor: Actor, id: string): Promise<AlarmInputDetail> {
  return readElement(actor, "alarm-inputs", id);
}

/** What they are just now, as their devices say: see `readSignals`. Throws ForbiddenError, GatewayError. */
export function readAlarmInputStates(
  actor: Actor,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<AlarmInputStates> {
  return readSignals(actor, {
    kind: "alarm-inputs",
    ids,
    signal,
    ask: (alarmInputIds, options) => gateway().call(getAlarmInputStatus, { alarmInputIds }, options),
  });
}
