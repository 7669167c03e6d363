import type { Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf } from "@/lib/auth/scope";
import { actorIn, openSession } from "@/lib/auth/session";
import type { BusEvent } from "@/lib/bus/events";
import { readPermission } from "@/lib/domains/sync/schema";
import { liveStream } from "@/lib/http/sse";

function concerns({ userId }: Actor, event: BusEvent): boolean {
  return event.topic === "access" && (event.userId === null || event.userId === userId);
}

/** What has no area is for those who see all. */
function within(areas: ReadonlySet<string> | null, told: readonly string[] | null): boolean {
  return areas === null || told === null || told.some((id) => areas.has(id));
}

/** Whether somebody who may see these areas (null: all) hears of the event. */
export function mayHear(actor: Actor, areas: ReadonlySet<string> | null, event: BusEvent): boolean {
  if (event.topic === "gateway") return true;
  if (event.topic === "job") return event.ownerId === actor.userId || may(actor, "users:manage");
  // Those who manage users have lists of them open.
  if (event.topic === "access") return concerns(actor, event) || may(actor, "users:manage");
  if (event.topic === "audit") return may(actor, "audit:read") && actor.areaIds === null;
  if (event.topic === "sync") return may(actor, readPermission[event.kind]);
  if (event.topic === "queue" || event.topic === "watch") return may(actor, "alarms:read");
  if (event.topic === "alarm") return may(actor, "alarms:read") && within(areas, event.areaIds);
  if (event.topic === "event") return may(actor, "doors:read") && within(areas, event.areaIds);
  const kind = event.topic === "thumbnail" ? "cameras" : event.kind;
  if (!may(actor, readPermission[kind])) return false;
  // A new area is not known to be below an old one until it is read, so news of areas themselves pass.
  if (areas === null || kind === "areas") return true;
  return event.areaIds === null || event.areaIds.length === 0 || event.areaIds.some((id) => areas.has(id));
}

/**
 * The live events of what the actor may see, until the session ends. Role and areas are looked up every 15 s, and at
 * once when they change.
 */
export async function watchLive(actor: Actor, request: Request): Promise<Response> {
  let now = actor;
  const lookUp = async () => {
    const ids = await areasOf(now);
    return ids === null ? null : new Set(ids);
  };
  let areas = await lookUp();
  return liveStream(request, {
    stillAllowed: async () => {
      const open = await openSession(actor.sessionId);
      // A locked desk hears nothing either.
      const present = actorIn(open);
      if (present === null) return false;
      now = present;
      areas = await lookUp();
      return true;
    },
    checkAfter: (event) => concerns(actor, event),
    filter: (event) => mayHear(now, areas, event),
  });
}
