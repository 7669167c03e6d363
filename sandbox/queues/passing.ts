import type { Swipe } from "../world/swipes";
import type { World } from "../world/world";
import { occurrence, subjectOf } from "./occurrence";
import type { Occurrence } from "./occurrence";
import { ALARMING, doorEvent } from "./types";

/** What the queues hear of a swipe, under the id of its record; null when its door is gone. */
export function passing(world: World, swipe: Swipe, facts: Partial<Occurrence> = {}): Occurrence | null {
  const door = world.resources.get(swipe.door.resource.id);
  if (!door) return null;
  const message = String(swipe.eventType);
  return occurrence({
    guid: world.people.swipes.guidOf(swipe),
    code: doorEvent(message)?.alarm ?? "",
    subject: subjectOf(world, door),
    at: swipe.at,
    alarm: ALARMING.has(message) ? "armed" : "never",
    swipe,
    ...facts,
  });
}
