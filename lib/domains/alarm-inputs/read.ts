import type { Actor } from "@/lib/auth/actor";
import { listElements, readElement } from "@/lib/domains/elements/read";
import type { ElementQuery } from "@/lib/domains/elements/schema";
import type { Listing } from "@/lib/http/list";
import type { AlarmInputDetail, AlarmInputItem } from "./schema";

export function listAlarmInputs(actor: Actor, query: ElementQuery): Promise<Listing<AlarmInputItem>> {
  return listElements(actor, "alarm-inputs", query);
}

/** Throws NotFoundError, also for one that has gone. */
export function readAlarmInput(actor: Actor, id: string): Promise<AlarmInputDetail> {
  return readElement(actor, "alarm-inputs", id);
}
