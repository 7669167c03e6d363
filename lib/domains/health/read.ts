import { may } from "@/lib/auth/roles";
import { permit, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { clockSkewMs, gatewayCondition, type GatewayCondition } from "@/lib/gateway";
import { describeCode } from "@/lib/gateway/error-catalogue";
import { dutyStates } from "@/lib/jobs/states";
import { auditSoundness } from "@/lib/domains/audit/read/state";
import { countKinds } from "@/lib/domains/sync/read";
import { setting } from "@/lib/domains/settings/read";
import { settings } from "@/lib/env";
import { version } from "@/package.json";
import type {
  About,
  BudgetUse,
  GatewayRefusal,
  GatewayState,
  GatewaySummary,
  Health,
  HostHealth,
  PublicHealth,
  StorageState,
} from "./schema";

const usageWindowSeconds = 10;
/** What the gateway allows the whole account (guide 3.1). */
const callsPerSecond = 5;

/** Calls a second over the last ten seconds, and who waits. */
export async function readBudgetUse(): Promise<BudgetUse> {
  const [usage, waiters] = await Promise.all([
    pool().query<{ lane: string; calls: number }>(
      `SELECT lane, sum(calls)::int AS calls FROM gateway_usage
        WHERE second >= date_trunc('second', clock_timestamp()) - $1 * interval '1 second'
          AND second < date_trunc('second', clock_timestamp()) GROUP BY lane`,
      [usageWindowSeconds],
    ),
    pool().query<{ n: number }>("SELECT count(*)::int AS n FROM gateway_waiter"),
  ]);
  const lanes = Object.fromEntries(usage.rows.map((row) => [row.lane, row.calls / usageWindowSeconds]));
  const perSecond = Object.values(lanes).reduce((sum, calls) => sum + calls, 0);
  return { limit: callsPerSecond, perSecond, lanes, waiting: waiters.rows[0]?.n ?? 0 };
}

const iso = (date: Date | null) => date?.toISOString() ?? null;

function refusalOf({ state, lastErrorCode }: GatewayCondition): GatewayRefusal | null {
  if (state !== "refused" || lastErrorCode === null) return null;
  const { code, meaning, advice } = describeCode(lastErrorCode);
  return { code, meaning, advice };
}

/** Up, refused or down since when, and the last error. */
export async function readGatewaySummary(): Promise<GatewaySummary> {
  const condition = await gatewayCondition();
  const { state, downSince, lastOkAt, lastErrorAt, lastErrorCode, lastError } = condition;
  return {
    state,
    downSince: iso(downSince),
    refusal: refusalOf(condition),
    lastOkAt: iso(lastOkAt),
    lastError:
      lastErrorAt === null ? null : { at: lastErrorAt.toISOString(), code: lastErrorCode, message: lastError ?? "" },
  };
}

/** Up, or down or refused since when. */
export async function readGatewayState(): Promise<GatewayState> {
  const condition = await gatewayCondition();
  const refusal = refusalOf(condition);
  const since = (condition.downSince ?? condition.lastErrorAt ?? new Date()).toISOString();
  if (refusal !== null) return { state: "refused", since, ...refusal };
  return condition.downSince === null ? { state: "up" } : { state: "down", since };
}

interface HostRow {
  host: string;
  checked_at: Date;
  storage: StorageState["state"];
  storage_since: Date;
  free_bytes: string;
  total_bytes: string;
  database_skew_ms: number | null;
  gateway_skew_ms: number | null;
}

/** A machine silent for longer has no worker any more, or its worker is in trouble that the duties tell. */
const hostRows = async () =>
  (
    await pool().query<HostRow>(
      "SELECT * FROM host_health WHERE checked_at > clock_timestamp() - interval '5 minutes' ORDER BY host",
    )
  ).rows;

/** The machine with the least room counts. */
export async function readStorage(): Promise<StorageState> {
  const rows = await hostRows();
  const worst = rows.find(({ storage }) => storage === "stopped") ?? rows.find(({ storage }) => storage === "warn");
  if (worst === undefined || worst.storage === "ok") return { state: "ok" };
  return {
    state: worst.storage,
    since: worst.storage_since.toISOString(),
    freeBytes: Number(worst.free_bytes),
  };
}

async function readHosts(): Promise<HostHealth[]> {
  const [rows, warnSeconds] = await Promise.all([hostRows(), setting("clock.warn-seconds")]);
  const wrong = (skewMs: number | null) => skewMs !== null && Math.abs(skewMs) > warnSeconds * 1_000;
  return rows.map((row) => ({
    host: row.host,
    checkedAt: row.checked_at.toISOString(),
    storage: row.storage,
    storageSince: row.storage_since.toISOString(),
    freeBytes: Number(row.free_bytes),
    totalBytes: Number(row.total_bytes),
    databaseSkewMs: row.database_skew_ms,
    gatewaySkewMs: row.gateway_skew_ms,
    clockWrong: wrong(row.database_skew_ms) || wrong(row.gateway_skew_ms),
  }));
}

async function publicHealth(): Promise<PublicHealth> {
  try {
    const [condition, duties, storage, audit] = await Promise.all([
      gatewayCondition(),
      dutyStates(),
      readStorage(),
      auditSoundness(),
    ]);
    const troubled =
      storage.state === "stopped" ||
      audit.state === "broken" ||
      duties.some((duty) => duty.health === "late" || duty.health === "stuck");
    return { status: condition.state !== "up" || troubled || duties.length === 0 ? "degraded" : "ok" };
  } catch {
    return { status: "down" };
  }
}

/** One word for strangers and monitors; everything for those who manage the settings. */
export async function readHealth(actor: Actor | null): Promise<PublicHealth | Health> {
  const summary = await publicHealth();
  if (actor === null || !may(actor, "settings:manage") || summary.status === "down") return summary;
  return { ...summary, ...(await details(actor)) };
}

/** What runs here and since when. Throws ForbiddenError. */
export async function readAbout(actor: Actor): Promise<About> {
  permit(actor, "settings:manage");
  const { mode, publicUrl } = settings();
  const { rows } = await pool().query<{ version: string }>("SELECT current_setting('server_version') AS version");
  return {
    version,
    node: process.versions.node,
    database: rows[0]?.version ?? "",
    mode,
    publicUrl: new URL(publicUrl).origin,
    startedAt: new Date(Date.now() - process.uptime() * 1_000).toISOString(),
  };
}

async function details(actor: Actor): Promise<Omit<Health, "status">> {
  permit(actor, "settings:manage");
  const [gateway, budget, duties, kinds, hosts, audit, database] = await Promise.all([
    readGatewaySummary(),
    readBudgetUse(),
    dutyStates(),
    countKinds(),
    readHosts(),
    auditSoundness(),
    pool().query<{ size: string; connections: number }>(
      `SELECT pg_database_size(current_database()) AS size,
              (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS connections`,
    ),
  ]);
  return {
    gateway: { ...gateway, clockSkewMs: clockSkewMs() },
    budget,
    duties: duties.map((duty) => ({
      name: duty.name,
      health: duty.health,
      running: duty.running,
      holder: duty.holder,
      runs: duty.runs,
      lastStartedAt: iso(duty.lastStartedAt),
      lastFinishedAt: iso(duty.lastFinishedAt),
      lastError: duty.lastError,
      nextAt: iso(duty.nextAt),
      lagMs: duty.lagMs,
    })),
    kinds: kinds.map((kind) => ({
      kind: kind.kind,
      count: kind.count,
      asOf: kind.asOf,
      ageSeconds: kind.asOf === null ? null : Math.round((Date.now() - Date.parse(kind.asOf)) / 1_000),
      error: kind.error?.code ?? kind.error?.message ?? null,
    })),
    audit,
    database: {
      sizeBytes: Number(database.rows[0]?.size ?? 0),
      connections: database.rows[0]?.connections ?? 0,
    },
    hosts,
  };
}
