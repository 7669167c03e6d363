/** Prometheus metrics. Read by a machine with a token of its own, never by a session. */
import { createHash, timingSafeEqual } from "node:crypto";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { NotFoundError, UnauthenticatedError } from "@/lib/errors";
import { readBudgetUse } from "@/lib/domains/health/read";
import { countKinds } from "@/lib/domains/sync/read";
import { settings } from "@/lib/env";
import { gatewayCondition } from "@/lib/gateway";
import { waitRegistry } from "@/lib/gateway/waits";
import { dutyStates } from "@/lib/jobs/states";
import { oncePerProcess } from "@/lib/process";

interface Metrics {
  registry: Registry;
  gatewayUp: Gauge;
  budget: Gauge;
  waiting: Gauge;
  count: Gauge;
  age: Gauge;
  dutyLag: Gauge;
  dutyOk: Gauge;
}

function metrics(): Metrics {
  return oncePerProcess("metrics", () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry, prefix: "gatehouse_" });
    const gauge = (name: string, help: string, labelNames: string[] = []) =>
      new Gauge({ name: `gatehouse_${name}`, help, labelNames, registers: [registry] });
    return {
      registry,
      gatewayUp: gauge(
        "gateway_up",
        "1 while the gateway answers our calls, 0 while it is marked down or refuses the keys",
      ),
      budget: gauge("gateway_calls_per_second", "Calls a second over the last ten seconds", ["lane"]),
      waiting: gauge("gateway_waiters", "Callers that wait for a slot of the rate budget"),
      count: gauge("mirror_rows", "Mirrored objects that exist", ["kind"]),
      age: gauge("mirror_age_seconds", "Age of the last complete synchronisation", ["kind"]),
      dutyLag: gauge("duty_lag_seconds", "By how much a background duty is overdue", ["duty"]),
      dutyOk: gauge("duty_healthy", "1 while the duty runs as it should", ["duty"]),
    };
  });
}

function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** The exposition text. Throws NotFoundError where no token is set, UnauthenticatedError for a wrong one. */
export async function readMetrics(authorization: string | null): Promise<{ text: string; contentType: string }> {
  const { metricsToken } = settings();
  if (metricsToken === null) {
    throw new NotFoundError("Metrics are switched off.", { remedy: "Set GATEHOUSE_METRICS_TOKEN to switch them on." });
  }
  if (!sameText(authorization ?? "", `Bearer ${metricsToken}`)) throw new UnauthenticatedError();
  const m = metrics();
  const [condition, budget, kinds, duties] = await Promise.all([
    gatewayCondition(),
    readBudgetUse(),
    countKinds(),
    dutyStates(),
  ]);
  m.gatewayUp.set(condition.state === "up" ? 1 : 0);
  m.budget.reset();
  for (const [lane, calls] of Object.entries(budget.lanes)) m.budget.set({ lane }, calls);
  m.waiting.set(budget.waiting);
  for (const { kind, count, asOf } of kinds) {
    m.count.set({ kind }, count);
    if (asOf !== null) m.age.set({ kind }, (Date.now() - Date.parse(asOf)) / 1_000);
  }
  for (const duty of duties) {
    m.dutyLag.set({ duty: duty.name }, duty.lagMs / 1_000);
    m.dutyOk.set({ duty: duty.name }, duty.health === "ok" ? 1 : 0);
  }
  const all = Registry.merge([m.registry, waitRegistry()]);
  return { text: await all.metrics(), contentType: all.contentType };
}
