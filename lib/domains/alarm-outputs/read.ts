import type { Actor } from "@/lib/auth/actor";
import { listElements, readElement, readSignals } from "@/lib/domains/elements/read";
import type { ElementQuery } from "@/lib/domains/elements/schema";
import { gateway } from "@/lib/gateway";
import { getAlarmOutputStatus } from "@/lib/gateway/endpoints";
import type { Listing } from "@/lib/http/list";
import type { AlarmOutputDetail, AlarmOutputItem, AlarmOutputStates } from "./schema";

export function listAlarmOutputs(actor: Actor, query: ElementQuery): Promise<Listing<AlarmOutputItem>> {
  return listElements(actor, "alarm-outputs", query);
}

/** Throws NotFoundError, also for one that has gone. */
export function readAlarmOutput(actor: Actor, id: string): Promise<AlarmOutputDetail> {
  return readElement(actor, "alarm-outputs", id);
}

/** What they are just now, as their devices say: see `readSignals`. Throws ForbiddenError, GatewayError. */
export function readAlarmOutputStates(
  actor: Actor,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<AlarmOutputStates> {
  return readSignals(actor, {
    kind: "alarm-outputs",
    ids,
    signal,
    ask: (alarmOutputIds, options) => gateway().call(getAlarmOutputStatus, { alarmOutputIds }, options),
  });
}
