import { Random } from "../random";

/** A day at work: minutes after midnight, null for a missing punch. */
export interface WorkDay {
  in: number | null;
  out: number | null;
  /** Seconds past the minute of either punch. */
  seconds: number;
  /** 1 record, 2 correction, 3 mobile; 0 without a punch. */
  source: number;
  /** 1 normal, 2 late, 3 early leave, 4 both, 5 absent, 6 leave. */
  status: number;
}

export const DUE_IN = 9 * 60;
export const DUE_OUT = 18 * 60;

/** What somebody did on a day, always the same; null on days off. `day` is its number since 1970. */
export function workDay(seed: string, personId: string, day: number): WorkDay | null {
  const weekday = (day + 4) % 7;
  if (weekday === 0 || weekday === 6) return null;
  const random = new Random(`${seed}/${personId}/${day}`);
  const dice = random.next();
  const seconds = random.between(0, 59);
  if (dice < 0.03) return { in: null, out: null, seconds, source: 0, status: 5 };
  if (dice < 0.05) return { in: null, out: null, seconds, source: 0, status: 6 };
  const late = dice < 0.17;
  const early = dice < 0.08 || dice > 0.95;
  return {
    in: DUE_IN + (late ? random.between(3, 70) : random.between(-25, 0)),
    // Somebody forgets to punch out now and then.
    out: random.chance(0.04) ? null : DUE_OUT + (early ? random.between(-120, -5) : random.between(0, 45)),
    seconds,
    source: random.chance(0.08) ? 3 : random.chance(0.03) ? 2 : 1,
    status: late ? (early ? 4 : 2) : early ? 3 : 1,
  };
}
