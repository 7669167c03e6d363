/**
 * Copies one kind of object from the gateway, page by page. A row that somebody here changes (a command written
 * through, an event) sets changed_at and synced_at to the clock and is safe from pages asked for before that.
 */
import type pg from "pg";
import type { Logger } from "pino";
import type { MirrorKindName } from "@/lib/bus/events";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import type { Page } from "@/lib/gateway/endpoint";
import { fenced, wake, type Fence } from "@/lib/jobs/define";
import { dutyOf } from "./schema";
import { jsonRows, pageStatement, type MirrorRow, type MirrorTable } from "./write/store-page";

export type { MirrorRow };

const pageSize = 500;
/** A pass that stopped goes on where it was while it is not older than this. */
const resumeWithinMinutes = 10;
/** From this many known rows on, a pass that finds less than half of them is not believed at once. */
const plausibleFrom = 10;
/** Share of the rows found that two such passes may differ by and still agree. */
const agreeWithin = 0.1;
const progressEveryMs = 1_000;
const requestHoldsSeconds = 60;

export interface MirrorSource extends MirrorTable {
  kind: MirrorKindName;
  /** One page, from 1. `total` counts records, null when the gateway does not say. */
  read(page: { page: number; pageSize: number }, signal: AbortSignal): Promise<Page<MirrorRow>>;
  /** After rows changed, in the same transaction; returns ids of further rows that it changed. */
  settle?(tx: pg.PoolClient): Promise<string[]>;
}

export interface SweepContext {
  signal: AbortSignal;
  log: Logger;
  fence: Fence;
}

export interface SweepResult {
  /** complete: everything was read; yielded: stopped half-way for a kind that somebody waits for. */
  outcome: "complete" | "yielded";
  changed: number;
  gone: number;
  /** So little was found that nothing was removed. */
  held: boolean;
}

interface Pass {
  sweepId: string;
  /** Pages stored, rows received in them. */
  page: number;
  seen: number;
  /** What the first page said. */
  total: number | null;
  startedAt: Date;
  /** When the last complete pass began. */
  lastBegan: Date | null;
  requested: boolean;
  implausible: number;
  /** The database's clock now, early rather than late. */
  now(): Date;
}

interface Tally {
  changed: number;
  skipped: number;
  /** The gateway's total changed between two pages. */
  moved: boolean;
  publishedAt: number;
}

async function begin(source: MirrorSource, fence: Fence): Promise<Pass> {
  const row = await transaction(async (tx) => {
    await fenced(tx, fence);
    await tx.query("INSERT INTO mirror_kind (kind) VALUES ($1) ON CONFLICT DO NOTHING", [source.kind]);
    const { rows } = await tx.query<Omit<Pass, "now"> & { clock: Date }>(
      `UPDATE mirror_kind k
          SET sweep_id = CASE WHEN resumed THEN k.sweep_id ELSE k.sweep_id + 1 END,
              page = CASE WHEN resumed THEN k.page ELSE 0 END,
              seen = CASE WHEN resumed THEN k.seen ELSE 0 END,
              total = CASE WHEN resumed THEN k.total END,
              started_at = CASE WHEN resumed THEN k.started_at ELSE clock_timestamp() END
         FROM (SELECT kind, started_at IS NOT NULL AND started_at > clock_timestamp() - $2 * interval '1 minute'
                        AND (requested_at IS NULL OR requested_at <= started_at) AS resumed FROM mirror_kind) o
        WHERE k.kind = $1 AND o.kind = k.kind
      RETURNING k.sweep_id AS "sweepId", page, seen, total, started_at AS "startedAt", as_of AS "lastBegan",
                requested_at IS NOT NULL AS requested, implausible, clock_timestamp() AS clock`,
      [source.kind, resumeWithinMinutes],
    );
    const found = rows[0];
    if (found === undefined) throw new Error(`There is no row for ${source.kind}.`);
    return found;
  });
  const mark = performance.now();
  const { clock, ...pass } = row;
  return { ...pass, now: () => new Date(clock.getTime() + Math.floor(performance.now() - mark)) };
}

interface Arrived {
  page: Page<MirrorRow>;
  askedAt: Date;
}

interface Stored {
  changed: string[];
  areas: string[];
  /** Rows that this pass had not seen before. */
  fresh: number;
  othersWait: boolean;
}

function uniqueRows(items: readonly MirrorRow[]): MirrorRow[] {
  const unique = new Map(items.map((row) => [row.id, row]));
  return [...unique.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function store(source: MirrorSource, pass: Pass, arrived: Arrived, tally: Tally, fence: Fence): Promise<Stored> {
  const progress = performance.now() - tally.publishedAt > progressEveryMs;
  const stored = await transaction(async (tx) => {
    await fenced(tx, fence);
    const { rows } = await tx.query<{ changed: string[]; areas: string[]; fresh: number }>(pageStatement(source), [
      jsonRows(uniqueRows(arrived.page.items)),
      pass.sweepId,
      arrived.askedAt,
    ]);
    const { changed, areas, fresh } = rows[0] ?? { changed: [], areas: [], fresh: 0 };
    const settled = changed.length > 0 ? ((await source.settle?.(tx)) ?? []) : [];
    const ids = [...new Set([...changed, ...settled])];
    const kind = await tx.query<{ othersWait: boolean }>(
      `UPDATE mirror_kind SET page = $2, seen = $3, total = $4 WHERE kind = $1
       RETURNING EXISTS (SELECT 1 FROM mirror_kind o WHERE o.kind <> $1
                            AND o.requested_at > clock_timestamp() - $5 * interval '1 second') AS "othersWait"`,
      [source.kind, pass.page, pass.seen, pass.total, requestHoldsSeconds],
    );
    if (ids.length > 0) await publishRows(tx, source, ids, areas);
    if (progress) await publish(tx, { topic: "sync", kind: source.kind });
    return { changed: ids, areas, fresh, othersWait: kind.rows[0]?.othersWait ?? false };
  });
  if (progress) tally.publishedAt = performance.now();
  return stored;
}

function publishRows(tx: pg.PoolClient, source: MirrorSource, ids: string[], areas: string[]): Promise<number> {
  const areaIds = source.area === "id" ? ids : [...new Set(areas)];
  return publish(tx, { topic: "mirror", kind: source.kind, ids, areaIds });
}

/** True after the page that completes the pass. A total counts records; without one a short page is the last. */
function isLast(pass: Pass, page: Page<MirrorRow>): boolean {
  const rows = page.items.length + page.skipped;
  if (rows === 0) return true;
  return page.total === null ? rows < pageSize : pass.seen >= page.total;
}

/** Reads pages until the last one; the next is asked for while this one is stored. */
async function readPages(source: MirrorSource, pass: Pass, tally: Tally, context: SweepContext): Promise<boolean> {
  const ahead = new AbortController();
  const signal = AbortSignal.any([context.signal, ahead.signal]);
  const ask = async (): Promise<Arrived> => {
    const askedAt = pass.now();
    return { page: await source.read({ page: pass.page + 1, pageSize }, signal), askedAt };
  };
  try {
    let next: Promise<Arrived> | null = ask();
    while (next !== null) {
      const arrived: Arrived = await next;
      const { items, skipped, total } = arrived.page;
      if (pass.page === 0) pass.total = total;
      tally.moved ||= total !== pass.total;
      tally.skipped += skipped;
      pass.page += 1;
      pass.seen += items.length + skipped;
      next = isLast(pass, arrived.page) ? null : ask();
      // A failure is heard when the page's turn comes; until then nobody waits for it.
      next?.catch(() => undefined);
      const stored = await store(source, pass, arrived, tally, context.fence);
      tally.changed += stored.changed.length;
      context.signal.throwIfAborted();
      // A gateway that counts nothing and repeats its rows for ever has said all it knows.
      if (total === null && stored.fresh === 0) next = null;
      if (next !== null && stored.othersWait && !pass.requested) return false;
    }
    return true;
  } finally {
    ahead.abort();
  }
}

type Removal = "all" | "missing twice" | "none";

interface Verdict {
  removal: Removal;
  implausible: number;
}

/** What a complete pass allows to remove, from what it found. `lost`: rows that the pass before it had found. */
export function judge(found: {
  seen: number;
  known: number;
  lost: number;
  total: number | null;
  skipped: number;
  moved: boolean;
  implausible: number;
}): Verdict {
  const plausible = found.known < plausibleFrom || found.seen * 2 >= found.known;
  if (!plausible) {
    const agrees = found.implausible > 0 && found.lost <= found.seen * agreeWithin;
    return agrees
      ? { removal: "missing twice", implausible: 0 }
      : { removal: "none", implausible: found.implausible + 1 };
  }
  // Rows that changed pages while we read show as a total that moved, or as one that was not reached.
  const consistent = found.total !== null && !found.moved && found.seen + found.skipped === found.total;
  return { removal: consistent ? "all" : "missing twice", implausible: 0 };
}

async function finish(
  source: MirrorSource,
  pass: Pass,
  tally: Tally,
  fence: Fence,
): Promise<Verdict & { gone: number }> {
  const { table } = source;
  return transaction(async (tx) => {
    await fenced(tx, fence);
    const counted = await tx.query<{ seen: number; known: number; lost: number }>(
      `SELECT count(*) FILTER (WHERE sweep_id = $1)::int AS seen,
              count(*) FILTER (WHERE gone_at IS NULL)::int AS known,
              count(*) FILTER (WHERE gone_at IS NULL AND sweep_id <> $1 AND synced_at < $2 AND synced_at >= $3)::int AS lost
         FROM ${table}`,
      [pass.sweepId, pass.startedAt, pass.lastBegan],
    );
    const found = counted.rows[0] ?? { seen: 0, known: 0, lost: 0 };
    const verdict = judge({ ...found, ...tally, total: pass.total, implausible: pass.implausible });
    const removed = await tx.query<{ id: string; area: string | null }>(
      `UPDATE ${table} SET gone_at = clock_timestamp(), changed_at = clock_timestamp()
        WHERE $4 <> 'none' AND gone_at IS NULL AND sweep_id <> $1 AND synced_at < $2
          AND ($4 = 'all' OR synced_at < $3)
      RETURNING id, ${source.area ?? "NULL::text"} AS area`,
      [pass.sweepId, pass.startedAt, pass.lastBegan, verdict.removal],
    );
    const gone = removed.rows.map((row) => row.id);
    const settled = gone.length > 0 ? ((await source.settle?.(tx)) ?? []) : [];
    await tx.query(
      `UPDATE mirror_kind SET completed_at = clock_timestamp(), as_of = started_at, started_at = NULL, page = 0,
              implausible = $2, error_at = NULL, error_code = NULL, error = NULL,
              requested_at = CASE WHEN requested_at > started_at THEN requested_at END
        WHERE kind = $1`,
      [source.kind, verdict.implausible],
    );
    const areas = removed.rows.flatMap(({ area }) => (area === null ? [] : [area]));
    if (gone.length > 0) await publishRows(tx, source, [...new Set([...gone, ...settled])], areas);
    await publish(tx, { topic: "sync", kind: source.kind });
    return { ...verdict, gone: gone.length };
  });
}

/**
 * One pass, or the rest of one that stopped. Throws what reading or storing throws; what was stored until then stays,
 * and nothing has been removed.
 */
export async function sweep(source: MirrorSource, context: SweepContext): Promise<SweepResult> {
  const pass = await begin(source, context.fence);
  const tally: Tally = { changed: 0, skipped: 0, moved: false, publishedAt: performance.now() };
  const complete = await readPages(source, pass, tally, context);
  const { changed, skipped } = tally;
  if (!complete) return { outcome: "yielded", changed, gone: 0, held: false };
  const { gone, implausible, removal } = await finish(source, pass, tally, context.fence);
  const held = implausible > 0;
  const facts = { kind: source.kind, pages: pass.page, seen: pass.seen, total: pass.total, changed, gone, skipped };
  if (held) context.log.warn(facts, "a pass found less than half of what is known; nothing is removed for now");
  else if (skipped > 0) context.log.warn(facts, "rows without an id were left out");
  else context.log.debug({ ...facts, removal }, "a pass is complete");
  return { outcome: "complete", changed, gone, held };
}

/** Moves kinds to the front of the synchronisation. */
export async function askForSweep(tx: pg.PoolClient, kinds: readonly MirrorKindName[]): Promise<void> {
  await tx.query(
    `INSERT INTO mirror_kind (kind, requested_at) SELECT kind, clock_timestamp() FROM unnest($1::text[]) AS k(kind)
     ORDER BY kind ON CONFLICT (kind) DO UPDATE SET requested_at = EXCLUDED.requested_at`,
    [kinds],
  );
  for (const kind of kinds) await wake(dutyOf(kind), tx);
  for (const kind of kinds) await publish(tx, { topic: "sync", kind });
}

/** No sweep has this number: a row that only a command has written is looked for by the next pass. */
const noSweep = 0;

/** Writes rows that a command's answer tells of, safe from pages asked for before, and publishes them. */
export async function storeRows(tx: pg.PoolClient, source: MirrorSource, items: readonly MirrorRow[]): Promise<void> {
  const { rows } = await tx.query<{ changed: string[]; areas: string[] }>(pageStatement(source), [
    jsonRows(uniqueRows(items)),
    noSweep,
    "infinity",
  ]);
  const { changed, areas } = rows[0] ?? { changed: [], areas: [] };
  if (changed.length > 0) await settleAndPublish(tx, source, changed, areas);
}

/** Writes some values of one row. Resolves to false when there is no such row. */
export async function changeRow(
  tx: pg.PoolClient,
  source: MirrorSource,
  id: string,
  values: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const names = ["id", ...Object.keys(source.columns)];
  const { rows } = await tx.query<MirrorRow>(
    `SELECT ${names.join(", ")} FROM ${source.table} WHERE id = $1 AND gone_at IS NULL FOR UPDATE`,
    [id],
  );
  if (rows[0] === undefined) return false;
  await storeRows(tx, source, [{ ...rows[0], ...values }]);
  return true;
}

/** Notes that rows are gone, as a command's answer tells, and publishes it. */
export async function removeRows(tx: pg.PoolClient, source: MirrorSource, ids: readonly string[]): Promise<void> {
  const { rows } = await tx.query<{ id: string; area: string | null }>(
    `UPDATE ${source.table} SET gone_at = clock_timestamp(), changed_at = clock_timestamp()
      WHERE id = ANY ($1) AND gone_at IS NULL RETURNING id, ${source.area ?? "NULL::text"} AS area`,
    [ids],
  );
  if (rows.length === 0) return;
  const areas = rows.flatMap(({ area }) => (area === null ? [] : [area]));
  await settleAndPublish(
    tx,
    source,
    rows.map(({ id }) => id),
    areas,
  );
}

async function settleAndPublish(
  tx: pg.PoolClient,
  source: MirrorSource,
  ids: readonly string[],
  areas: string[],
): Promise<void> {
  const settled = (await source.settle?.(tx)) ?? [];
  await publishRows(tx, source, [...new Set([...ids, ...settled])], areas);
}
