/** The chain's arithmetic: one entry after the other, and from what does not fit, what was done to it. */
import { canonical, type Json } from "./canonical";
import { digestOf, hashOf, type ChainLink } from "./chain";

export type FindingKind =
  | "edited"
  | "deleted"
  | "inserted"
  | "reordered"
  | "cut off"
  | "replaced"
  | "head"
  | "details"
  | "time"
  | "anchors"
  | "protection";

export interface Finding {
  kind: FindingKind;
  /** The entry, or the first of several; null when it is not about entries. */
  seq: number | null;
  /** The first entry that may be meant, where `seq` is the one that shows it. */
  from?: number;
  /** The last of several. */
  to?: number;
  /** Nothing is broken, but somebody should know. */
  notice?: boolean;
  /** A sentence for people. */
  text: string;
}

const keptFindings = 100;

export class Findings {
  readonly kept: Finding[] = [];
  count = 0;
  broken = 0;

  add(finding: Finding): void {
    this.count += 1;
    if (finding.notice !== true) this.broken += 1;
    if (this.kept.length < keptFindings) this.kept.push(finding);
  }
}

/** An entry with the columns generated from it and, unless they were erased, its details. */
export interface StoredEntry extends ChainLink {
  action: string | null;
  phase: string | null;
  result: string | null;
  actorId: string | null;
  address: string | null;
  attemptOf: string | null;
  detail: { salt: string; data: Json } | null;
}

interface Misfit {
  entry: ChainLink;
  /** The hash that stands before it, and the one it should have after that. */
  previous: string;
  expected: string;
}

/** More misfits than this are counted, not explained: each is compared with each. */
const explained = 40;
/** So many entries taken out, with those after them moved up to hide it, are still recognised. */
const recognisedShift = 32;
const clockToleranceMs = 60_000;

type Fields = Record<string, unknown>;

export class ChainWalk {
  readonly #findings: Findings;
  #previous: { seq: number; hash: string };
  #previousAt = Number.NEGATIVE_INFINITY;
  /** What stands before is gone, so that the next entry's hash cannot be proven. */
  #unproven = false;
  /** How far the numbers in the table are behind those the hashes were made with. */
  #shift = 0;
  #misfits: Misfit[] = [];
  checked = 0;
  erased = 0;
  proven = 0;

  constructor(start: { seq: number; hash: string }, findings: Findings) {
    this.#previous = start;
    this.#findings = findings;
  }

  /** Number and hash of the last entry, as they stand in the table. */
  get end(): { seq: number; hash: string } {
    return this.#previous;
  }

  /** The number that the last entry was written with. */
  get position(): number {
    return this.#previous.seq + this.#shift;
  }

  leavesGap({ seq }: ChainLink): boolean {
    return seq > this.#previous.seq + 1;
  }

  moveTo(checkpoint: { seq: number; hash: string }): void {
    this.#previous = checkpoint;
  }

  /** Returns the number the entry was written with. */
  visit(entry: StoredEntry): number {
    if (this.leavesGap(entry)) this.#gap(this.#previous.seq + 1, entry.seq - 1);
    this.checked += 1;
    if (!this.#unproven) this.#prove(entry);
    this.#unproven = false;
    this.#previous = { seq: entry.seq, hash: entry.hash };
    this.#checkTime(entry);
    this.#checkContent(entry);
    return this.position;
  }

  #gap(from: number, to: number): void {
    this.#findings.add({
      kind: "deleted",
      seq: from,
      to,
      text: from === to ? `Entry ${from} is missing.` : `Entries ${from} to ${to} are missing.`,
    });
    this.#unproven = true;
  }

  #prove(entry: ChainLink): void {
    const { hash: previous } = this.#previous;
    const at = (shift: number) => hashOf(previous, { ...entry, seq: entry.seq + shift });
    const expected = at(this.#shift);
    if (expected === entry.hash) return;
    for (let by = 1; by <= recognisedShift; by += 1) {
      for (const change of [by, -by]) {
        if (at(this.#shift + change) === entry.hash) return this.#shifted(entry.seq, change);
      }
    }
    this.#misfits.push({ entry: { ...entry, seq: entry.seq + this.#shift }, previous, expected });
    if (this.#misfits.length > explained) this.#explain();
  }

  /** From here on the entries were renumbered: some were taken out, or put in, where the misfit before stands. */
  #shifted(seq: number, change: number): void {
    this.#shift += change;
    const before = this.#misfits.at(-1);
    const at = before?.entry.seq === seq - 1 ? before.entry.seq : seq;
    if (before?.entry.seq === seq - 1) this.#misfits.pop();
    const many = Math.abs(change);
    const entries = many === 1 ? "an entry" : `${many} entries`;
    this.#findings.add({
      kind: change > 0 ? "deleted" : "inserted",
      seq: at,
      text:
        change > 0
          ? `At number ${at}, ${entries} ${many === 1 ? "was" : "were"} taken out, and those after were renumbered.`
          : `At number ${at}, ${entries} ${many === 1 ? "was" : "were"} put in, and those after were renumbered.`,
    });
  }

  /** Tells moved entries from edited ones: a moved one fits elsewhere, and its neighbours fit with what moved. */
  #explain(): void {
    const misfits = this.#misfits;
    this.#misfits = [];
    const hashes = [...new Set(misfits.flatMap(({ entry, previous, expected }) => [entry.hash, previous, expected]))];
    const numbers = misfits.map(({ entry }) => entry.seq);
    const fits = (entry: ChainLink, seq: number) =>
      hashes.some((hash) => hashOf(hash, { ...entry, seq }) === entry.hash);
    for (const { entry } of misfits) {
      const { seq } = entry;
      if (fits(entry, seq)) continue;
      const home = numbers.find((number) => number !== seq && fits(entry, number));
      if (home === undefined) {
        this.#findings.add({
          kind: "edited",
          seq,
          text: `Entry ${seq} is not as it was written, or the one before it was exchanged for another.`,
        });
      } else {
        this.#findings.add({
          kind: "reordered",
          seq,
          text: `What stands as entry ${seq} was written as entry ${home}.`,
        });
      }
    }
  }

  #checkTime({ seq, at }: ChainLink): void {
    const time = Date.parse(at);
    const back = this.#previousAt - time;
    if (back > clockToleranceMs) {
      this.#findings.add({
        kind: "time",
        seq,
        notice: true,
        text: `Entry ${seq} is dated ${Math.round(back / 1_000)} s before the one ahead of it: the database's clock was set back.`,
      });
    }
    this.#previousAt = time;
  }

  #checkContent(entry: StoredEntry): void {
    const { seq, body, detail } = entry;
    const edited = (text: string) => this.#findings.add({ kind: "edited", seq, text });
    const fields = parsed(body);
    if (fields === null) return edited(`Entry ${seq} is not in the spelling that entries are written in.`);
    const actor = fields["actor"] as Fields | undefined;
    const columns: [keyof StoredEntry, unknown][] = [
      ["action", fields["action"]],
      ["phase", fields["phase"]],
      ["result", fields["result"]],
      ["actorId", actor?.["id"]],
      ["address", fields["address"]],
      ["attemptOf", fields["attemptOf"]],
    ];
    for (const [name, value] of columns) {
      if (String(value ?? "") === (entry[name] ?? "")) continue;
      edited(`Entry ${seq} shows another ${name} than it was written with.`);
    }
    const digest = fields["details"] ?? null;
    if (detail === null) this.erased += digest === null ? 0 : 1;
    else if (digest === digestOf(detail.salt, detail.data)) this.proven += 1;
    else {
      this.#findings.add({
        kind: "details",
        seq,
        text: `The details of entry ${seq} are not those it was written with.`,
      });
    }
  }

  /** Compares the end with the head, which names the last entry. */
  finish({ headSeq, headHash, lastSeq }: { headSeq: number | null; headHash: string | null; lastSeq: number }): void {
    const { seq, hash } = { seq: this.position, hash: this.#previous.hash };
    const lastMisfits = this.#misfits.some(({ entry }) => entry.seq === seq);
    this.#explain();
    if (headSeq === null || headHash === null) {
      this.#findings.add({ kind: "head", seq: null, text: "The chain's head is missing." });
    } else if (headSeq > seq) {
      const [from, to] = [seq + 1, headSeq];
      const which = from === to ? `Entry ${from} is` : `Entries ${from} to ${to} are`;
      this.#findings.add({
        kind: "cut off",
        seq: from,
        to,
        text: `${which} missing at the end: the head tells of them.`,
      });
    } else if (headSeq < seq) {
      this.#findings.add({
        kind: "head",
        seq: headSeq + 1,
        to: lastSeq,
        text: `The head was set back to ${headSeq}, while entries up to ${lastSeq} stand.`,
      });
    } else if (headHash !== hash && !lastMisfits) {
      this.#findings.add({
        kind: "edited",
        seq,
        text: `Entry ${seq}, the last, is not the one that the head tells of.`,
      });
    }
  }
}

/** The body's fields, or null when it is not the canonical spelling of an object. */
function parsed(body: string): Fields | null {
  try {
    const value = JSON.parse(body) as Json;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return canonical(value) === body ? (value as Fields) : null;
  } catch {
    return null;
  }
}
