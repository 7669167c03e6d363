/** How Gatehouse itself does. Strangers learn one word; administrators everything. Times are ISO, ages seconds. */
export interface PublicHealth {
  /** ok: serving and synchronising; degraded: serving what is known; down: no database. */
  status: "ok" | "degraded" | "down";
}

export interface DutyHealthItem {
  name: string;
  health: string;
  running: boolean;
  holder: string | null;
  runs: number;
  lastStartedAt: string | null;
  lastFinishedAt: string | null;
  lastError: string | null;
  nextAt: string | null;
  lagMs: number;
}

/** Why the cloud does not take our keys: the code, what it means, and what to do. */
export interface GatewayRefusal {
  code: string;
  meaning: string;
  advice: string;
}

/** Whether the cloud answers, and to our keys, as everybody who is signed in may know it. */
export type GatewayState =
  { state: "up" } | { state: "down"; since: string } | ({ state: "refused"; since: string } & GatewayRefusal);

/** The same with what went wrong last, for the overview and those who manage the settings. */
export interface GatewaySummary {
  state: GatewayState["state"];
  downSince: string | null;
  /** With `state` "refused"; the last error says since when. */
  refusal: GatewayRefusal | null;
  lastOkAt: string | null;
  lastError: { at: string; code: string | null; message: string } | null;
}

/** Room for pictures and the database; "stopped": no new pictures are kept. As everybody may know it. */
export type StorageState = { state: "ok" } | { state: "warn" | "stopped"; since: string; freeBytes: number };

/** A machine with a worker, as that worker saw it last. */
export interface HostHealth {
  host: string;
  checkedAt: string;
  storage: StorageState["state"];
  storageSince: string;
  freeBytes: number;
  totalBytes: number;
  /** How far the other clocks are ahead of this machine's, milliseconds; null: not known yet. */
  databaseSkewMs: number | null;
  gatewaySkewMs: number | null;
  /** One of the two differs by more than the setting allows. */
  clockWrong: boolean;
}

/** Whether the audit log is as it was written, as far as the last verification saw. */
export interface AuditSoundness {
  state: "intact" | "broken" | "unverified";
  verifiedAt: string | null;
  /** Notices among them. */
  findingCount: number;
}

/** What runs here, for those who manage the settings; nothing secret. */
export interface About {
  version: string;
  node: string;
  /** "17.2". */
  database: string;
  mode: "sandbox" | "live";
  /** Where people reach the console: scheme, host and port. */
  publicUrl: string;
  /** When the process that answers was started. */
  startedAt: string;
}

/** Calls a second over the last ten seconds. */
export interface BudgetUse {
  /** What the account allows. */
  limit: number;
  perSecond: number;
  lanes: Record<string, number>;
  /** Callers without a slot yet. */
  waiting: number;
}

export interface Health extends PublicHealth {
  gateway: GatewaySummary & {
    /** How far the gateway's clock is ahead of ours, milliseconds; null before this process called it. */
    clockSkewMs: number | null;
  };
  budget: BudgetUse;
  duties: DutyHealthItem[];
  kinds: { kind: string; count: number; asOf: string | null; ageSeconds: number | null; error: string | null }[];
  audit: AuditSoundness;
  database: { sizeBytes: number; connections: number };
  /** Those heard of in the last five minutes. */
  hosts: HostHealth[];
}
