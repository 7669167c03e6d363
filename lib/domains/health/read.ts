import { may } from "@/lib/auth/roles";
import { permit, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { clockSkewMs, gatewayCondition } from "@/lib/gateway";
import { dutyStates } from "@/lib/jobs/states";
import { auditSoundness } from "@/lib/domains/audit/read/state";
import { countKinds } from "@/lib/domains/sync/read";
import type { BudgetUse, GatewayState, GatewaySummary, Health, PublicHealth } from "./schema";

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

/** Up or down since when, and the last error. */
export async function readGatewaySummary(): Promise<GatewaySummary> {
  const { downSince, lastOkAt, lastErrorAt, lastErrorCode, lastError } = await gatewayCondition();
  return {
    state: downSince === null ? "up" : "down",
    downSince: iso(downSince),
    lastOkAt: iso(lastOkAt),
    lastError:
      lastErrorAt === null ? null : { at: lastErrorAt.toISOString(), code: lastErrorCode, message: lastError ?? "" },
  };
}

/** Up, or down since when. */
export async function readGatewayState(): Promise<GatewayState> {
  const { downSince } = await gatewayCondition();
  return downSince === null ? { state: "up" } : { state: "down", since: downSince.toISOString() };
}

async function publicHealth(): Promise<PublicHealth> {
  try {
    const [condition, duties, audit] = await Promise.all([gatewayCondition(), dutyStates(), auditSoundness()]);
    const troubled =
      audit.state === "broken" || duties.some((duty) => duty.health === "late" || duty.health === "stuck");
    return { status: condition.downSince !== null || troubled || duties.length === 0 ? "degraded" : "ok" };
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

async function details(actor: Actor): Promise<Omit<Health, "status">> {
  permit(actor, "settings:manage");
  const [gateway, budget, duties, kinds, audit, database] = await Promise.all([
    readGatewaySummary(),
    readBudgetUse(),
    dutyStates(),
    countKinds(),
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
  };
}
