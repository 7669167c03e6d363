import { z } from "zod";
import type { Listing } from "@/lib/http/list";
import { listQuery, several } from "@/lib/http/list";
import { gatewayId } from "@/lib/domains/sync/schema";
import {
  alarmStates,
  dispositions,
  MOST_AT_ONCE,
  priorities,
  stateVerbs,
  type AlarmPriority,
  type AlarmState,
  type Disposition,
  type EntryKind,
} from "./terms";

export { IdParams as AlarmParams } from "@/lib/domains/sync/schema";

export interface Person {
  id: string;
  name: string;
}

/** A picture or film of an alarm. Looking at it is recorded once for each alarm and person in a while. */
export interface AlarmFileItem {
  id: string;
  kind: "picture" | "video" | "unknown";
  /** waiting: the device has not sent it yet; wanted: being fetched; lost: its address died before it came. */
  state: "waiting" | "wanted" | "kept" | "encrypted" | "refused" | "lost";
  /** Why there is none, a sentence. */
  reason: string | null;
  /** Our own addresses; null until it is kept. A film has no thumbnail. */
  url: string | null;
  thumbnailUrl: string | null;
  taken: "before" | "during" | "after" | "unknown";
  origin: "alarm" | "linkage" | "unknown";
  sourceName: string | null;
  width: number | null;
  height: number | null;
  mediaType: string | null;
  /** Who was recognised on it; null also for those who may not read persons. */
  person: { id: string | null; name: string | null; similarity: number | null; library: string | null } | null;
}

/** One row of `GET /api/alarms`. Times are ISO. */
export interface AlarmItem {
  /** The gateway's guid. */
  id: string;
  /** Code of the guide's A.1.4, and its words. */
  type: string | null;
  typeName: string;
  state: AlarmState;
  priority: AlarmPriority;
  /** The gateway's own name and colour of the priority. */
  priorityName: string | null;
  priorityColor: string | null;
  source: { type: string | null; id: string | null; name: string | null };
  area: { id: string | null; name: string | null };
  occurredAt: string;
  receivedAt: string;
  endedAt: string | null;
  /** Null: no message said. */
  active: boolean | null;
  /** Told late: the device had no connection, or only the gateway's log knew of it. */
  delayed: boolean;
  origin: "queue" | "log";
  owner: Person | null;
  disposition: Disposition | null;
  handover: boolean;
  snoozed: boolean;
  escalatedAt: string | null;
  /** When somebody is called unless it is acknowledged, and who; null: nobody will be. */
  escalates?: { at: string; to: string[] } | null;
  /** Grows with everything people do to it; a verb that names an older one is told who was faster. */
  version: number;
  /** The run of repeats this alarm belongs to: the first one's id, how many there are, and when the last came. */
  repeats: { firstId: string; count: number; lastAt: string };
  /** The first picture that is kept. */
  picture: { url: string; thumbnailUrl: string } | null;
}

export type AlarmListing = Listing<AlarmItem>;

/** Sorts of `GET /api/alarms`; the latest arrival first unless told. */
export const alarmSorts = ["receivedAt", "occurredAt", "priority"] as const;

const flag = z.enum(["yes", "no"]);

/**
 * Filters of `GET /api/alarms`. `repeats=grouped` shows the first of each run only. `owner` is a user's id, `me` or
 * `nobody`. `snoozed` are left out only by `no`. `since` and `until` bound the time of receipt, `handledSince` that of
 * resolving. `area` takes what is below along.
 */
export const AlarmQuery = listQuery(
  {
    state: several(z.enum([...alarmStates, "open"])),
    priority: several(z.coerce.number().int().pipe(z.literal(priorities))),
    type: several(z.string().min(1).max(64)),
    area: gatewayId.optional(),
    source: gatewayId.optional(),
    rule: gatewayId.optional(),
    owner: z.union([z.literal("me"), z.literal("nobody"), z.uuid()]).optional(),
    disposition: several(z.enum(dispositions)),
    handover: flag.optional(),
    snoozed: flag.optional(),
    delayed: flag.optional(),
    since: z.iso.datetime({ offset: true }).optional(),
    until: z.iso.datetime({ offset: true }).optional(),
    handledSince: z.iso.datetime({ offset: true }).optional(),
    repeats: z.enum(["each", "grouped"]).default("each"),
  },
  [...alarmSorts],
  "-receivedAt",
);
export type AlarmQuery = z.output<typeof AlarmQuery>;

/** A line of the trail, the oldest first. */
export interface AlarmTrailEntry {
  at: string;
  kind: EntryKind;
  /** Null: the console, or the gateway. */
  by: Person | null;
  /** As far as the kind has them: state words, names, counts. */
  from: string | number | null;
  to: string | number | null;
  note: string | null;
}

export interface RelatedCamera {
  id: string;
  name: string;
  online: "online" | "offline" | "unknown";
  /** Why it is here: it is the source, a linkage names it, it stands in the same area, or somebody added it. */
  why: "source" | "linkage" | "area" | "added";
  thumbnailUrl: string | null;
}

/** Answer of `GET /api/alarms/{id}`. */
export interface AlarmDetail extends AlarmItem {
  categories: { main: string | null; sub: string | null };
  areaPath: { id: string; name: string }[];
  device: { id: string | null; name: string | null; serial: string | null; category: string | null };
  rule: { id: string | null; name: string | null; description: string | null } | null;
  gatewayPriority: AlarmPriority;
  priorityOverride: AlarmPriority | null;
  /** Minutes east of UTC of the device's clock. */
  utcOffsetMinutes: number | null;
  pulse: boolean;
  pulses: number;
  /** In the vendor's own client. */
  confirmedUpstream: { at: string } | null;
  markedUpstream: { at: string } | null;
  acknowledged: { at: string; by: Person | null } | null;
  stateAt: string;
  dispositionNote: string | null;
  /** What it is a duplicate of, as far as the reader may see that. */
  duplicateOf: string | null;
  original: AlarmItem | null;
  /** What was said to be a duplicate of this one, the latest first and of each run its first; at most 20. */
  duplicates: AlarmItem[];
  snooze: { id: string; reason: string; until: string; by: Person | null } | null;
  linkages: string[];
  /** `drivers` is null for those who may not read persons. */
  vehicle: unknown;
  queue: unknown;
  plate: unknown;
  files: AlarmFileItem[];
  cameras: RelatedCamera[];
  /** Others of the same source, area or rule about the same time, the nearest first; at most 20. */
  related: AlarmItem[];
  /** The run of repeats, the latest first; at most 50. Empty for one alone. */
  repeated: { id: string; occurredAt: string; receivedAt: string }[];
  /** Doors of the same area that the reader may control. */
  doors: { id: string; name: string }[];
  /** What to do, step by step, and which steps were ticked by whom. */
  instructions: {
    from: "rule" | "type";
    name: string;
    steps: { text: string; done: { at: string; by: Person | null } | null }[];
  } | null;
  trail: AlarmTrailEntry[];
}

/** Query of `GET /api/alarms/counts`: when the reader's day began; midnight UTC unless told. */
export const CountsQuery = z.object({ since: z.iso.datetime({ offset: true }).optional() });
export type CountsQuery = z.output<typeof CountsQuery>;

/** How many alarms each tab of the queue holds; numbers over 9,999 are shown as "10,000 or more". Repeats count as one. */
export interface AlarmCounts {
  open: number;
  new: number;
  mine: number;
  handledToday: number;
  handover: number;
  /** Open ones by priority. */
  byPriority: Record<AlarmPriority, number>;
  /** Running snoozes. */
  snoozes: number;
}

const note = z.string().trim().max(2_000, "Write at most 2,000 characters.");
/** Ids of alarms; with `repeats` everything open of their runs is meant too, which is what a row of the queue stands for. */
const targets = {
  ids: z
    .array(gatewayId)
    .min(1, "Choose at least one alarm.")
    .max(MOST_AT_ONCE, `Choose at most ${MOST_AT_ONCE} alarms at once.`),
  repeats: z.boolean().default(true),
  /** Of a single alarm: refused with 409 and who was faster when it has changed since. */
  version: z.number().int().min(0).optional(),
};

/** `POST /api/alarms/state`. Resolving takes a disposition; every change may have a note. */
export const ChangeState = z
  .object({
    ...targets,
    to: z.enum(stateVerbs),
    disposition: z.enum(dispositions).optional(),
    dispositionNote: note.optional(),
    duplicateOf: gatewayId.optional(),
    note: note.optional(),
  })
  .refine(({ to, disposition }) => to !== "resolved" || disposition !== undefined, {
    path: ["disposition"],
    message: "Say what the alarm turned out to be.",
  })
  .refine(({ disposition, dispositionNote }) => disposition !== "other" || (dispositionNote ?? "") !== "", {
    path: ["dispositionNote"],
    message: "Say in your own words what it turned out to be.",
  })
  .refine(({ disposition, duplicateOf }) => duplicateOf === undefined || disposition === "duplicate", {
    path: ["duplicateOf"],
    message: "Only a duplicate is one of another alarm.",
  });
export type ChangeState = z.output<typeof ChangeState>;

/** `POST /api/alarms/owner`; `ownerId` null takes it from everybody, "me" takes it over. */
export const ChangeOwner = z.object({
  ...targets,
  ownerId: z.union([z.literal("me"), z.uuid(), z.null()]),
  note: note.optional(),
});
export type ChangeOwner = z.output<typeof ChangeOwner>;

/** `POST /api/alarms/priority`; null gives the gateway's own back. */
export const ChangePriority = z.object({
  ...targets,
  priority: z.union([z.literal(priorities), z.null()]),
  note: note.optional(),
});
export type ChangePriority = z.output<typeof ChangePriority>;

/** `POST /api/alarms/notes`. What is noted at the first of a run alone (`repeats` false) stands with its repeats too. */
export const AddNote = z.object({ ...targets, note: note.min(1, "Write a note.") });
export type AddNote = z.output<typeof AddNote>;

/** `POST /api/alarms/handover`. */
export const FlagHandover = z.object({ ...targets, handover: z.boolean(), note: note.optional() });
export type FlagHandover = z.output<typeof FlagHandover>;

/** Parts of the address of a camera that somebody added to an alarm. */
export const AddedCameraParams = z.object({ id: gatewayId, cameraId: gatewayId });

/** `POST /api/alarms/{id}/cameras`, and DELETE with the camera's id in the address. */
export const AddCamera = z.object({ cameraId: gatewayId });

/** `POST /api/alarms/{id}/steps`. */
export const TickStep = z.object({ step: z.number().int().min(0).max(49), done: z.boolean() });
export type TickStep = z.output<typeof TickStep>;

/** What became of each alarm of a bulk action. */
export interface AlarmResults {
  items: { id: string; result: "done" | "unchanged" | "refused"; version: number; reason: string | null }[];
}
