import { z } from "zod";
import type { Person } from "@/lib/domains/alarms/schema";
import type { AlarmPriority, AlarmState } from "@/lib/domains/alarms/terms";
import { listQuery, several, type Listing } from "@/lib/http/list";
import { handoverStates, MOST_POINTS, type HandoverState, type ItemKind } from "./terms";

export const HandoverParams = z.object({ id: z.uuid() });

/** Body of `POST /api/handovers`. The open items come by themselves; points are further ones in the guard's own words. */
export const PrepareHandover = z.object({
  notes: z.string().trim().max(4_000, "Shorten the notes to 4,000 characters."),
  points: z
    .array(z.string().trim().min(1, "Write what the next guard has to know.").max(300, "Shorten it to 300 characters."))
    .max(MOST_POINTS, `Add at most ${MOST_POINTS} points.`),
});
export type PrepareHandover = z.output<typeof PrepareHandover>;

/** Body of `POST /api/handovers/{id}/check`: what the incoming guard has seen, or not after all. */
export const CheckItems = z.object({
  itemIds: z.array(z.uuid()).min(1, "Choose at least one item.").max(500),
  seen: z.boolean(),
});
export type CheckItems = z.output<typeof CheckItems>;

/** Body of `POST /api/handovers/items/{id}/clear`. */
export const ClearItem = z.object({ note: z.string().trim().max(500, "Shorten it to 500 characters.").optional() });
export type ClearItem = z.output<typeof ClearItem>;

/** Query of `GET /api/handovers`; the latest first. `q` searches the notes and the people. */
export const HandoverQuery = listQuery({ state: several(z.enum(handoverStates)) }, ["preparedAt"], "-preparedAt");
export type HandoverQuery = z.output<typeof HandoverQuery>;

/** One row of `GET /api/handovers`. Times are ISO. */
export interface HandoverSummary {
  id: string;
  state: HandoverState;
  prepared: { at: string; by: Person };
  taken: { at: string; by: Person } | null;
  checkedAt: string | null;
  notes: string;
  /** As far as the reader may see them: all, those still open, those not seen yet. */
  items: { count: number; open: number; unseen: number };
}

export type HandoverListing = Listing<HandoverSummary>;

/** Something the next guard has to know. Times are ISO. */
export interface HandoverItem {
  id: string;
  kind: ItemKind;
  /** Id of the alarm, which stands for its run of repeats, or of the snooze. */
  targetId: string | null;
  name: string;
  area: { id: string; name: string } | null;
  /** When it first stood in a handover, and how many it has stood in before. */
  firstAt: string;
  carried: number;
  /** Who owned the alarm before it was handed over and after. */
  ownerFrom: Person | null;
  ownerTo: Person | null;
  /** As it is now, with how many its run has; null where it is no longer kept, or no alarm. */
  alarm: { state: AlarmState; priority: AlarmPriority; flagged: boolean; count: number } | null;
  snoozedUntil: string | null;
  seen: { at: string; by: Person } | null;
  cleared: { at: string; by: Person; note: string | null } | null;
  /** The alarm was resolved with its repeats, or the snooze has ended: nothing is left to do. */
  over: boolean;
  /** A later handover carries it on. */
  moved: boolean;
}

/** Answer of `GET /api/handovers/{id}` and of what changes one. */
export interface HandoverDetail extends Omit<HandoverSummary, "items"> {
  items: HandoverItem[];
}

/** What would be handed over now. */
export interface OpenItem {
  kind: ItemKind;
  targetId: string | null;
  name: string;
  areaId: string | null;
  /** Of an alarm: how many its run has; 1 for anything else. */
  count: number;
  firstAt: string | null;
  carried: number;
}

/** Answer of `GET /api/handovers/board`: where the reader stands. */
export interface HandoverBoard {
  /** Prepared by others, waiting for somebody to take over; the latest first. */
  waiting: HandoverDetail[];
  /** Prepared by the reader, not taken yet. */
  own: HandoverDetail | null;
  /** The last one the reader took, while something in it is not seen or still open. */
  current: HandoverDetail | null;
  /** What the reader would hand over now. */
  open: OpenItem[];
}
