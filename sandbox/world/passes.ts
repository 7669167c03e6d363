import type { Level } from "./person";

/** A temporary pass. Times are epoch ms. */
export interface TemporaryPass {
  id: string;
  name: string;
  openCount: number;
  startTime: number;
  endTime: number;
  creatorId: string;
  creatorName: string;
  creatorEmail: string;
  pin: string;
  accessLevelIds: string[];
  /** How often it opened a door. */
  opened: number;
  /** Dynamic codes handed out that are not overtaken by the use of a newer one. */
  codes: { text: string; issuedAt: number }[];
}

/** What holding a code before a reader does. */
export type Scan =
  | { opens: true; passId: string }
  | { opens: false; reason: "unknown" | "not valid now" | "code is over" | "no access levels" | "used up" };

const CODE_MS = 60_000;

/** The temporary passes, and what their codes open. */
export class Passes {
  readonly byId = new Map<string, TemporaryPass>();
  #issued = 0;

  constructor(private readonly people: { readonly levels: ReadonlyMap<string, Level> }) {}

  /** The access levels of a pass, as far as they are still there. */
  levelsOf({ accessLevelIds }: TemporaryPass): Level[] {
    return accessLevelIds.flatMap((id) => this.people.levels.get(id) ?? []);
  }

  /** The code that works for the whole time of the pass. */
  staticCode(pass: TemporaryPass): string {
    return `GH1${pass.id}`;
  }

  /** A code for a minute. */
  dynamicCode(pass: TemporaryPass, now: number): string {
    const text = `GH2${pass.id}${String(++this.#issued).padStart(6, "0")}`;
    pass.codes = [...pass.codes.filter((code) => now - code.issuedAt < CODE_MS), { text, issuedAt: now }];
    return text;
  }

  /** Holds a code, or types a PIN, at a door. A dynamic code that opens ends all that were handed out before it. */
  scan(code: string, now: number): Scan {
    for (const pass of this.byId.values()) {
      const known = pass.codes.findIndex(({ text }) => text === code);
      if (known < 0 && code !== pass.pin && code !== this.staticCode(pass)) continue;
      if (known >= 0 && now - (pass.codes[known]?.issuedAt ?? 0) >= CODE_MS) break;
      if (now < pass.startTime || now >= pass.endTime) return { opens: false, reason: "not valid now" };
      if (this.levelsOf(pass).length === 0) return { opens: false, reason: "no access levels" };
      if (pass.opened >= pass.openCount) return { opens: false, reason: "used up" };
      pass.opened++;
      if (known >= 0) pass.codes = pass.codes.slice(known);
      return { opens: true, passId: pass.id };
    }
    return { opens: false, reason: /^GH2/.test(code) ? "code is over" : "unknown" };
  }
}
