import type { Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import type { BusEvent } from "./events";

/** Whether a live event may be told to this person. */
export function mayHear(actor: Actor, event: BusEvent): boolean {
  return event.topic !== "job" || event.ownerId === actor.userId || may(actor.role, "users:manage");
}
