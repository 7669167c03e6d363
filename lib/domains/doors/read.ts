import type { Actor } from "@/lib/auth/actor";
import { listElements, readElement } from "@/lib/domains/elements/read";
import type { ElementQuery } from "@/lib/domains/elements/schema";
import type { Listing } from "@/lib/http/list";
import type { DoorDetail, DoorItem } from "./schema";

export function listDoors(actor: Actor, query: ElementQuery): Promise<Listing<DoorItem>> {
  return listElements(actor, "doors", query);
}

/** Throws NotFoundError, also for one that has gone. */
export function readDoor(actor: Actor, id: string): Promise<DoorDetail> {
  return readElement(actor, "doors", id);
}
