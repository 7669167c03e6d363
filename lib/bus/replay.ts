import { pool } from "@/lib/db/client";
import { log } from "@/lib/log";
import { BusEvent, type BusEntry } from "./events";

/** A position that cannot be continued: read everything anew and go on from `head`. */
export interface Reset {
  kind: "reset";
  head: number;
}

export interface Replayed {
  kind: "entries";
  entries: BusEntry[];
  /** Everything up to here has been looked at; go on from it. */
  through: number;
  /** Last committed sequence number; more than `through` when the limit cut the answer. */
  head: number;
}

interface Row {
  head: string;
  known: boolean;
  seq: string | null;
  at: Date | null;
  payload: unknown;
}

/** How replay reads: any connection will do. */
export type Read = (text: string, values: unknown[]) => Promise<Row[]>;

const fromPool: Read = async (text, values) => (await pool().query<Row>(text, values)).rows;

/**
 * Entries after `afterSeq` in commit order, at most `limit`. Answers a reset when entries in between are no longer
 * kept, or when the position lies ahead of the head, as after a restore of the database.
 */
export async function replay(afterSeq: number, limit: number, read: Read = fromPool): Promise<Replayed | Reset> {
  // One statement, one snapshot: head and entries belong together.
  const rows = await read(
    `WITH bounds AS (
       SELECT h.seq AS head,
              $1::bigint BETWEEN coalesce((SELECT min(seq) FROM bus_event), h.seq + 1) - 1 AND h.seq AS known
         FROM bus_head h WHERE h.id = 1)
     SELECT b.head, b.known, e.seq, e.at, e.payload
       FROM bounds b
       LEFT JOIN LATERAL (SELECT * FROM bus_event WHERE b.known AND seq > $1::bigint ORDER BY seq LIMIT $2) e ON true
      ORDER BY e.seq`,
    [afterSeq, limit],
  );
  const head = Number(rows[0]?.head ?? 0);
  if (rows[0]?.known !== true) return { kind: "reset", head };
  const entries: BusEntry[] = [];
  let through = afterSeq;
  for (const { seq, at, payload } of rows) {
    if (seq === null || at === null) continue;
    through = Number(seq);
    const event = BusEvent.safeParse(payload);
    if (event.success) entries.push({ seq: through, at, event: event.data });
    // Written by a newer version of Gatehouse that runs beside this one.
    else log.debug({ seq: through }, "an event of the live bus is unknown here");
  }
  return { kind: "entries", entries, through, head };
}

/** Last committed sequence number. Take it before reading what a page shows, to continue live from there. */
export async function busHead(): Promise<number> {
  const { rows } = await pool().query<{ seq: string }>("SELECT seq FROM bus_head WHERE id = 1");
  return Number(rows[0]?.seq ?? 0);
}
