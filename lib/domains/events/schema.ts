import { z } from "zod";
import type { AlarmFileItem } from "@/lib/domains/alarms/schema";
import { gatewayId } from "@/lib/domains/sync/schema";
import { listQuery, several, type Listing } from "@/lib/http/list";
import { eventKinds, eventResults, type CallState, type EventKind, type EventResult } from "./terms";

/** Who it was; all is null for a reader who may not read persons. */
export interface EventPerson {
  id: string | null;
  name: string | null;
  /** The last four digits of the card. */
  cardEnding: string | null;
}

/** One row of `GET /api/events`. Times are ISO. */
export interface EventItem {
  id: string;
  kind: EventKind;
  /** Code of the guide's A.1.7, and its words. */
  type: string;
  typeName: string;
  /** Null where nobody asked to pass. */
  result: EventResult | null;
  /** record: told by the access records, not by a queue. */
  origin: "queue" | "record";
  occurredAt: string;
  receivedAt: string;
  /** Told late: the device had no connection. */
  delayed: boolean;
  source: { type: string | null; id: string | null; name: string | null };
  device: { id: string | null; name: string | null; serial: string | null };
  area: { id: string | null; name: string | null };
  /** Null: it told of nobody. */
  person: EventPerson | null;
  /** Of an intercom; `state` is what became of the call as far as it is known. */
  call: { state: CallState; to: "room" | "centre" | "unknown"; room: string | null } | null;
  vehicle: { id: string | null; plate: string | null } | null;
  /** The first picture that is kept; null also for a reader who may not see whom it shows. */
  picture: { url: string; thumbnailUrl: string } | null;
}

/** `newest` is the number of the event that was stored last, of all: what `upTo` and `after` take. */
export type EventListing = Listing<EventItem> & { newest: string };

/** Answer of `GET /api/events/{id}`. */
export interface EventDetail extends EventItem {
  areaPath: { id: string; name: string }[];
  /** Whether these are still in the cloud account: only then there is a page about them. */
  known: { door: boolean; camera: boolean; device: boolean };
  reader: string | null;
  channelNo: number | null;
  /** Path of the person's department; null for a reader who may not read persons. */
  department: string | null;
  attendance: string | null;
  mask: string | null;
  /** Degrees Celsius. */
  temperature: number | null;
  /** Doors that the intercom could open. */
  callDoors: { id: string; name: string }[];
  /** All that was told of the call, the first first. */
  callCourse: { id: string; state: CallState; at: string }[];
  driver: string | null;
  /** Degrees, north and east positive; metres per second; degrees clockwise from north. */
  position: {
    latitude: number;
    longitude: number;
    metresPerSecond: number | null;
    heading: number | null;
  } | null;
  speedLimitMetresPerSecond: number | null;
  files: AlarmFileItem[];
}

const instant = z.iso.datetime({ offset: true, error: "Give a time such as 2026-01-31T08:00:00Z." });
const eventNumber = z.string().regex(/^\d{1,18}$/, "Give the number of an event.");

/**
 * Query of `GET /api/events`. `since` is included, `until` is not; both bound when it happened. `area` takes what is below
 * along. `repeats=folded` shows the last position of each vehicle and minute, and the last that was told of each call.
 * `upTo` and `after` take `newest` of an earlier answer: nothing that was stored later, or only that. `person` takes the
 * permission to read persons.
 */
export const EventQuery = listQuery(
  {
    kind: several(z.enum(eventKinds)),
    type: several(z.string().min(1).max(64)),
    result: several(z.enum(eventResults)),
    area: gatewayId.optional(),
    source: gatewayId.optional(),
    person: gatewayId.optional(),
    device: gatewayId.optional(),
    since: instant.optional(),
    until: instant.optional(),
    repeats: z.enum(["each", "folded"]).default("each"),
    upTo: eventNumber.optional(),
    after: eventNumber.optional(),
  },
  ["occurredAt"],
  "-occurredAt",
);
export type EventQuery = z.output<typeof EventQuery>;

/** What a page asks for; the cursor is the list's own business. */
export type EventFilters = Omit<z.input<typeof EventQuery>, "cursor">;

export { IdParams as EventParams } from "@/lib/domains/sync/schema";
