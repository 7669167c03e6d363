/** What is told to open pages, as it happens. Events say what changed, never how: readers fetch it anew. */
import { z } from "zod";

/** Kinds of mirrored objects, as they are called in addresses (`/api/<kind>`). */
export const MirrorKindName = z.enum([
  "areas",
  "devices",
  "cameras",
  "doors",
  "alarm-inputs",
  "alarm-outputs",
  "time-zones",
  "alarm-rules",
  "alarm-priorities",
  "alarm-schedules",
  "platform-users",
]);
export type MirrorKindName = z.infer<typeof MirrorKindName>;

/** Longer lists become null, "many": a reader then fetches everything of the kind. */
export const listLimit = 200;

/** `cancelling`: asked for, while the step under way comes to its end. */
export const JobState = z.enum(["queued", "running", "paused", "cancelling", "cancelled", "done", "failed"]);
export type JobState = z.infer<typeof JobState>;

const ids = z.array(z.string()).max(listLimit).nullable();

export const BusEvent = z.discriminatedUnion("topic", [
  /** Mirrored rows were added, changed or have gone. `areaIds`: the areas they belong to; null: many or unknown. */
  z.object({ topic: z.literal("mirror"), kind: MirrorKindName, ids, areaIds: ids }),
  /** A sweep of this kind began, came further, ended or failed. */
  z.object({ topic: z.literal("sync"), kind: MirrorKindName }),
  /** The gateway went down, came back or began to refuse our keys; `since` is an ISO time. */
  z.object({ topic: z.literal("gateway"), state: z.enum(["up", "down", "refused"]), since: z.iso.datetime() }),
  /** New pictures of these cameras, in these areas. */
  z.object({ topic: z.literal("thumbnail"), cameraIds: ids, areaIds: ids.default(null) }),
  /** A job began, came further, changed its state or was seen. Only its owner and administrators hear it. */
  z.object({ topic: z.literal("job"), jobId: z.string(), ownerId: z.string(), state: JobState }),
  /** Somebody's account, rights or sessions changed; null: several people's. Others than they do not hear it. */
  z.object({ topic: z.literal("access"), userId: z.string().nullable() }),
  /** Alarms came, changed or were acted upon, in these areas; an alarm without an area is for those who see all. */
  z.object({ topic: z.literal("alarm"), ids, areaIds: ids }),
  /** Doors, devices, intercoms or vehicles told something, in these areas. */
  z.object({ topic: z.literal("event"), kinds: z.array(z.string()).max(10), areaIds: ids }),
  /** A queue of the gateway changed its state, or a gap was found or closed. */
  z.object({ topic: z.literal("queue") }),
  /** Snoozes, escalations, the duty list or a handover changed. */
  z.object({ topic: z.literal("watch") }),
  /** The audit log was verified, or somebody asked for it. */
  z.object({ topic: z.literal("audit") }),
]);
export type BusEvent = z.infer<typeof BusEvent>;

export interface BusEntry {
  /** Position in commit order, from 1, without gaps. */
  seq: number;
  at: Date;
  event: BusEvent;
}

const few = (list: readonly string[] | null) => (list === null || list.length > listLimit ? null : [...list]);

/** The event with lists that are too long replaced by null. */
export function shortened(event: BusEvent): BusEvent {
  if (event.topic === "thumbnail") {
    return { ...event, cameraIds: few(event.cameraIds), areaIds: few(event.areaIds) };
  }
  if (event.topic === "event") return { ...event, areaIds: few(event.areaIds) };
  if (event.topic !== "mirror" && event.topic !== "alarm") return event;
  return { ...event, ids: few(event.ids), areaIds: few(event.areaIds) };
}

/** Areas that the event is about: null for many or unknown, empty for an event that belongs to no area. */
export function areasOf(event: BusEvent): readonly string[] | null {
  return "areaIds" in event ? event.areaIds : [];
}
