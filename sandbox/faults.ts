import { Random } from "./random";

export const FAULT_KINDS = [
  "latency",
  "hang",
  "status5xx",
  "html",
  "reset",
  "truncate",
  "malformed",
  "errorCode",
  "tokenExpired",
  "outage",
  "emptyBody",
  "wrongContentType",
  "slowBody",
] as const;
type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultOrder {
  /** Part of "METHOD /path", or a regular expression over it; empty matches everything. */
  match: string;
  kind: FaultKind;
  /** How often it strikes; without end when absent. */
  times?: number | undefined;
  /** Latency before the answer, or length of a slow body. */
  ms?: number | undefined;
  /** Business code of `errorCode`. */
  code?: string | undefined;
  /** HTTP status of `status5xx` and `html`. */
  status?: number | undefined;
  probability?: number | undefined;
  /** The call is carried out first, and its answer lost in the fault. */
  afterEffect?: boolean | undefined;
}

export interface Fault extends FaultOrder {
  id: number;
  hits: number;
}

/** Faults that need the true answer and therefore always carry the call out. */
const NEED_ANSWER: ReadonlySet<FaultKind> = new Set(["truncate", "slowBody", "wrongContentType"]);

export function carriesOut(fault: Fault): boolean {
  return fault.afterEffect === true || NEED_ANSWER.has(fault.kind);
}

/** Faults in the order they were added; the first that strikes wins, latencies add up before it. */
export class Faults {
  #faults: Fault[] = [];
  #nextId = 1;
  #random = new Random("faults");

  add(order: FaultOrder): Fault {
    const fault = { ...order, id: this.#nextId++, hits: 0 };
    this.#faults.push(fault);
    return fault;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  clear(id?: number): number {
    const before = this.#faults.length;
    this.#faults = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id);
    return before - this.#faults.length;
  }

  /** What strikes this request: milliseconds to wait and one fault at most. `target` is "METHOD /path". */
  strike(target: string): { waitMs: number; fault: Fault | null } {
    let waitMs = 0;
    for (const fault of this.#faults) {
      if (!matches(fault.match, target)) continue;
      if (fault.times !== undefined && fault.hits >= fault.times) continue;
      if (fault.probability !== undefined && !this.#random.chance(fault.probability)) continue;
      fault.hits++;
      if (fault.kind !== "latency") return { waitMs, fault };
      waitMs += fault.ms ?? 1000;
    }
    return { waitMs, fault: null };
  }
}

function matches(match: string, target: string): boolean {
  if (target.includes(match)) return true;
  try {
    return new RegExp(match).test(target);
  } catch {
    return false;
  }
}
