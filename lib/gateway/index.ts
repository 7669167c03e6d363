/** The gateway of this installation, wired to the shared database. */
import { pool } from "@/lib/db/client";
import { required } from "@/lib/env";
import { publish } from "@/lib/bus/publish";
import type { Queryable } from "@/lib/db/transaction";
import { oncePerProcess } from "@/lib/process";
import { Budget } from "./budget";
import { Circuit, type GatewayCondition } from "./circuit";
import { Gateway } from "./client";
import { diagnose, type Diagnosis, type DiagnoseOptions } from "./diagnose";
import { TokenStore } from "./token";

export type { CallOptions } from "./client";
export type { GatewayCondition } from "./circuit";
export type { Lane } from "./budget";

interface Wired {
  gateway: Gateway;
  budget: Budget;
  circuit: Circuit;
  clock: { skewMs: number | null };
}

function announce(condition: GatewayCondition, tx: Queryable): Promise<number> {
  const { state, downSince, lastErrorAt, lastOkAt } = condition;
  const since = { up: lastOkAt, down: downSince, refused: lastErrorAt }[state] ?? new Date();
  return publish(tx, { topic: "gateway", state, since: since.toISOString() });
}

function wired(): Wired {
  return oncePerProcess("gateway", () => {
    const account = required("gateway");
    const clock: Wired["clock"] = { skewMs: null };
    const budget = new Budget(pool());
    const circuit = new Circuit(pool(), announce);
    const gateway = new Gateway({
      account,
      circuit,
      budget,
      tokens: new TokenStore(pool(), account),
      onClock: (skewMs) => (clock.skewMs = skewMs),
    });
    return { gateway, budget, circuit, clock };
  });
}

/** `gateway().call(endpoint, input, { lane, signal })`: see client.ts. */
export const gateway = (): Gateway => wired().gateway;

/** Up, down since when, or refusing our keys, and the last error; from the database, at most a second old. */
export const gatewayCondition = (): Promise<GatewayCondition> => wired().circuit.condition();

/** How far the gateway's clock was ahead of ours at the last answer this process saw, milliseconds. */
export const clockSkewMs = (): number | null => wired().clock.skewMs;

/**
 * Alarms come: a third slot is kept from sweeps and messages for ten seconds. A backlog is drained: alarms may have every
 * slot that no person waits for, for two.
 */
export async function favourAlarms({ draining }: { draining: boolean }): Promise<void> {
  await pool().query(
    `INSERT INTO gateway_lane_use (lane, until)
     SELECT lane, gateway_clock() + make_interval(secs => seconds)
       FROM (VALUES ('arriving', 10), ('drain', 2)) AS each (lane, seconds) WHERE $1 OR lane = 'arriving'
     ON CONFLICT (lane) DO UPDATE SET until = greatest(gateway_lane_use.until, EXCLUDED.until)`,
    [draining],
  );
}

/** Tries the configured account step by step; see diagnose.ts. */
export const diagnoseConnection = (options: Omit<DiagnoseOptions, "account" | "budget">): Promise<Diagnosis> =>
  diagnose({ ...options, account: required("gateway"), budget: wired().budget });
