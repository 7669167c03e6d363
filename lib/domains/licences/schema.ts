/** What the cloud account's plan covers, as the gateway said last (guide 5.1.2). Amounts count channels; times are ISO. */
export interface LicenceOverview {
  service: string | null;
  package: string | null;
  state: string | null;
  used: number | null;
  remaining: number | null;
  total: number | null;
  /** When the last package of this service ends; null for never or unknown. */
  lastExpiresAt: string | null;
}

export interface LicencePackage {
  service: string | null;
  package: string | null;
  purchased: number | null;
  activatedAt: string | null;
  expiresAt: string | null;
}

export interface Licences {
  overview: LicenceOverview[];
  packages: LicencePackage[];
  /** Null before the first time. */
  asOf: string | null;
  /** Somebody asked for it to be read anew, and it has not been yet. */
  requested: boolean;
  error: { at: string; code: string | null; message: string } | null;
}

/** The gateway's names of services, in ours. */
export const serviceNames: Readonly<Record<string, string>> = {
  video: "Video",
  vehicle: "Vehicles",
  alarmDetection: "Alarm detection",
};

export type LicenceStanding = "fine" | "expiring" | "exceeded" | "expired";

/** Days before the end from which a licence is worth a warning. */
export const warnDays = 30;

/** "expired", "expiring" (or its channels used up), or "fine". */
export function standingOf({ state, remaining, total, lastExpiresAt }: LicenceOverview, now: number): LicenceStanding {
  const left = lastExpiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(lastExpiresAt) - now;
  if (state === "expired" || left <= 0) return "expired";
  if (state === "exceeded" || (remaining !== null && total !== null && total > 0 && remaining < 0)) return "exceeded";
  return state === "expiring" || left < warnDays * 86_400_000 ? "expiring" : "fine";
}
