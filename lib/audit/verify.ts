/**
 * Follows the audit chain entry by entry and says what is not as it was written. Reads a page at a time, so that a
 * million entries need no more memory than a thousand, and holds no snapshot: entries are added meanwhile.
 */
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import { isSignedBy, type AnchorLine, type SignedAnchor } from "./anchors";
import type { Json } from "./canonical";
import { ChainWalk, Findings, type Finding, type StoredEntry } from "./walk";

export type { Finding } from "./walk";

const pageSize = 2_000;

export interface VerifyOptions {
  db?: Queryable;
  /** Where an earlier verification ended; from the beginning, or the last checkpoint, unless told. */
  from?: { seq: number; hash: string } | undefined;
  /** Lines of the anchor file, in the order they were written, and the key that must have signed them. */
  anchors?: { lines: AsyncIterable<AnchorLine>; publicKey: string } | undefined;
  signal?: AbortSignal | undefined;
}

export interface Verification {
  /** False when anything is broken; notices alone leave it true. */
  intact: boolean;
  /** The last entry that was followed: where the next verification goes on. */
  through: { seq: number; hash: string };
  /** Entries followed. */
  checked: number;
  /** Anchors that were compared with an entry, and the highest number any of them names. */
  anchors: number;
  lastAnchor: number;
  /** Entries whose details were erased, and of those that still have theirs, how many. */
  details: { erased: number; proven: number };
  /** The first hundred. */
  findings: readonly Finding[];
  findingCount: number;
}

interface Standing {
  headSeq: number | null;
  headHash: string | null;
  lastSeq: number;
  checkpoint: { seq: number; hash: string } | null;
}

const numbered = (text: string | null | undefined) => (text === null || text === undefined ? null : Number(text));

async function standing(db: Queryable): Promise<Standing> {
  const { rows } = await db.query<
    Record<"head_seq" | "head_hash" | "last_seq" | "cut_seq" | "cut_hash", string | null>
  >(
    `SELECT h.seq AS head_seq, h.hash AS head_hash, (SELECT max(seq) FROM audit_entry) AS last_seq,
            c.seq AS cut_seq, c.hash AS cut_hash
       FROM (SELECT 1) AS one LEFT JOIN audit_head h ON h.id = 1
       LEFT JOIN LATERAL (SELECT seq, hash FROM audit_checkpoint ORDER BY seq DESC LIMIT 1) AS c ON true`,
  );
  const row = rows[0];
  const cut = numbered(row?.cut_seq);
  return {
    headSeq: numbered(row?.head_seq),
    headHash: row?.head_hash ?? null,
    lastSeq: Number(row?.last_seq ?? 0),
    checkpoint: cut === null ? null : { seq: cut, hash: row?.cut_hash ?? "" },
  };
}

interface Row extends Omit<StoredEntry, "seq" | "detail"> {
  seq: string;
  salt: string | null;
  data: Json;
}

async function page(db: Queryable, after: number, through: number): Promise<StoredEntry[]> {
  const { rows } = await db.query<Row>(
    `SELECT e.seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, e.body, e.hash,
            e.action, e.phase, e.result, e.actor_id AS "actorId", e.address, e.attempt_of AS "attemptOf",
            d.salt, d.data
       FROM audit_entry e LEFT JOIN audit_detail d ON d.seq = e.seq
      WHERE e.seq > $1 AND e.seq <= $2 ORDER BY e.seq LIMIT $3`,
    [after, through, pageSize],
  );
  return rows.map(({ seq, salt, data, ...row }) => ({
    ...row,
    seq: Number(seq),
    detail: salt === null ? null : { salt, data },
  }));
}

/** Whoever can switch the triggers off can change entries unseen for a while: that alone is a finding. */
async function checkProtection(db: Queryable, findings: Findings): Promise<void> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT tgname AS name FROM pg_trigger
      WHERE tgrelid = 'audit_entry'::regclass AND NOT tgisinternal AND tgenabled IN ('O', 'A')`,
  );
  for (const name of ["audit_entry_append_only", "audit_entry_no_truncate"]) {
    if (rows.some((row) => row.name === name)) continue;
    findings.add({
      kind: "protection",
      seq: null,
      text: `The database does not refuse changes: its trigger ${name} is switched off or missing.`,
    });
  }
}

/** The id under which the entry of a removal names the checkpoint it left. */
export const checkpointId = ({ seq, hash }: { seq: number; hash: string }) => `${seq}:${hash}`;

/** A checkpoint must be told of in the chain that follows it: else anybody could cut the beginning off. */
async function checkCheckpoint(db: Queryable, cut: { seq: number; hash: string }, findings: Findings): Promise<void> {
  const told = await db.query(
    `SELECT 1 FROM audit_entry WHERE action = 'audit.prune' AND seq > $1
        AND (body::jsonb -> 'objects') @> $2::jsonb LIMIT 1`,
    [cut.seq, JSON.stringify([{ kind: "checkpoint", id: checkpointId(cut) }])],
  );
  if (told.rowCount === 0) {
    findings.add({
      kind: "cut off",
      seq: cut.seq,
      text: `Entries up to ${cut.seq} were removed, and no entry tells of it.`,
    });
  }
}

/** Where an earlier verification ended, the same entry must still stand. */
async function checkStart(db: Queryable, from: { seq: number; hash: string }, findings: Findings): Promise<void> {
  if (from.seq === 0) return;
  const { rows } = await db.query<{ hash: string }>("SELECT hash FROM audit_entry WHERE seq = $1", [from.seq]);
  if (rows[0] === undefined || rows[0].hash === from.hash) return;
  findings.add({
    kind: "replaced",
    seq: from.seq,
    text: `Entry ${from.seq} is not the one that was verified before: it and others were replaced.`,
  });
}

/** Walks along the anchors beside the entries; both come in order. */
class AnchorWalk {
  readonly #lines: AsyncIterator<AnchorLine>;
  readonly #publicKey: string;
  readonly #findings: Findings;
  #next: SignedAnchor | null = null;
  #ended = false;
  #replaced = false;
  #foreign = 0;
  #unreadable = 0;
  /** The last anchor that agreed. */
  #agreed = 0;
  compared = 0;
  last = 0;

  constructor(lines: AsyncIterable<AnchorLine>, publicKey: string, findings: Findings) {
    this.#lines = lines[Symbol.asyncIterator]();
    this.#publicKey = publicKey;
    this.#findings = findings;
  }

  /** The next anchor for an entry from `seq` on, if any. */
  async #peek(seq: number): Promise<SignedAnchor | null> {
    while (!this.#ended && (this.#next === null || this.#next.seq < seq)) {
      const { value, done } = await this.#lines.next();
      if (done === true) {
        this.#ended = true;
        this.#next = null;
        continue;
      }
      if (value.anchor !== null) this.last = Math.max(this.last, value.anchor.seq);
      if (value.anchor === null) this.#unreadable += 1;
      else if (value.anchor.seq >= seq && !isSignedBy(value.anchor, this.#publicKey)) this.#foreign += 1;
      else this.#next = value.anchor;
    }
    return this.#next;
  }

  async compare(seq: number, hash: string): Promise<void> {
    for (let anchor = await this.#peek(seq); anchor?.seq === seq; anchor = await this.#peek(seq)) {
      this.#next = null;
      this.compared += 1;
      if (anchor.hash === hash) this.#agreed = seq;
      else if (!this.#replaced) {
        this.#replaced = true;
        this.#findings.add({
          kind: "replaced",
          seq,
          from: this.#agreed + 1,
          text:
            `Entry ${seq} is not the one that was anchored at ${anchor.at}: ` +
            `entries from ${this.#agreed + 1} to ${seq} were replaced.`,
        });
      }
    }
  }

  /** Anchors beyond the end tell of entries that are gone. `headNow`: entries are added while this runs. */
  async finish(lastSeq: number, headNow: () => Promise<number>): Promise<void> {
    let beyond: SignedAnchor | null = null;
    for (let anchor = await this.#peek(lastSeq + 1); anchor !== null; anchor = await this.#peek(lastSeq + 1)) {
      if (beyond === null || anchor.seq > beyond.seq) beyond = anchor;
      this.#next = null;
    }
    if (beyond !== null && beyond.seq > (await headNow())) {
      this.#findings.add({
        kind: "cut off",
        seq: lastSeq + 1,
        to: beyond.seq,
        text: `Entries ${lastSeq + 1} to ${beyond.seq} are missing at the end: entry ${beyond.seq} was anchored at ${beyond.at}.`,
      });
    }
    if (this.#foreign > 0) {
      this.#findings.add({
        kind: "anchors",
        seq: null,
        text:
          `${this.#foreign} anchors are not signed with this installation's key. ` +
          "If its secret was changed on purpose, move the old file of anchors aside.",
      });
    }
    if (this.#unreadable > 0) {
      this.#findings.add({
        kind: "anchors",
        seq: null,
        notice: true,
        text: `${this.#unreadable} lines in the file of anchors cannot be read.`,
      });
    }
  }
}

/** Follows the chain to its end. Throws what the database throws, and the signal's reason when it is aborted. */
export async function verifyChain({ db = pool(), from, anchors, signal }: VerifyOptions = {}): Promise<Verification> {
  const findings = new Findings();
  const { headSeq, headHash, lastSeq, checkpoint } = await standing(db);
  await checkProtection(db, findings);
  const resumed = from !== undefined && from.seq >= (checkpoint?.seq ?? 0) ? from : undefined;
  const start = resumed ?? checkpoint ?? { seq: 0, hash: "" };
  if (resumed !== undefined) await checkStart(db, resumed, findings);
  else if (checkpoint !== null) await checkCheckpoint(db, checkpoint, findings);

  const walk = new ChainWalk(start, findings);
  const outside = anchors === undefined ? undefined : new AnchorWalk(anchors.lines, anchors.publicKey, findings);
  if (start.seq > 0) await outside?.compare(start.seq, start.hash);
  const end = Math.max(headSeq ?? 0, lastSeq);
  for (let after = start.seq; after < end;) {
    signal?.throwIfAborted();
    const entries = await page(db, after, end);
    for (const entry of entries) {
      if (walk.leavesGap(entry)) {
        // Retention may have moved the beginning meanwhile.
        const { checkpoint: moved } = await standing(db);
        if (moved !== null && moved.seq === entry.seq - 1) walk.moveTo(moved);
      }
      const position = walk.visit(entry);
      await outside?.compare(position, entry.hash);
    }
    const last = entries.at(-1);
    if (last === undefined) break;
    after = last.seq;
  }
  walk.finish({ headSeq, headHash, lastSeq });
  await outside?.finish(walk.position, async () => (await standing(db)).headSeq ?? 0);
  return {
    intact: findings.broken === 0,
    through: walk.end,
    checked: walk.checked,
    anchors: outside?.compared ?? 0,
    lastAnchor: outside?.last ?? 0,
    details: { erased: walk.erased, proven: walk.proven },
    findings: findings.kept,
    findingCount: findings.count,
  };
}
