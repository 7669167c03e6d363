import type { Actor } from "@/lib/auth/actor";
import { listElements, readElement } from "@/lib/domains/elements/read";
import type { ElementQuery } from "@/lib/domains/elements/schema";
import type { Listing } from "@/lib/http/list";
import type { AlarmOutputDetail, AlarmOutputItem } from "./schema";

export function listAlarmOutputs(actor: Actor, query: ElementQuery): Promise<Listing<AlarmOutputItem>> {
  return listElements(actor, "alarm-outputs", query);
}

/** Throws NotFoundError, also for one that has gone. */
export function readAlarmOutput(actor: Actor, id: string): Promise<AlarmOutputDetail> {
  return readElement(actor, "alarm-outputs", id);
}
