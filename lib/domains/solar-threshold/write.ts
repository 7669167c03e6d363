import type pg from "pg";
import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { transaction } from "@/lib/db/transaction";
import { command, judged } from "@/lib/domains/commands/mirror";
import { commandFailure, ConflictError } from "@/lib/errors";
import { gateway } from "@/lib/gateway";
import { setLowBatteryThreshold } from "@/lib/gateway/endpoints";
import { DONE } from "@/lib/gateway/outcome";
import { readSolarThreshold } from "./read";
import type { SetSolarThreshold, SolarThreshold } from "./schema";

async function remember(tx: pg.PoolClient, actor: Actor, percent: number, result: "done" | "unknown"): Promise<void> {
  await tx.query("INSERT INTO solar_threshold (percent, result, set_by) VALUES ($1, $2, $3)", [
    percent,
    result,
    actor.userId,
  ]);
}

/**
 * Sets the threshold of every solar camera of the account, and remembers it. Throws ForbiddenError, also for somebody
 * limited to areas; ConflictError when the gateway says no without a reason; GatewayError: with `maybeDone` it is
 * remembered as unknown. Guide 5.3.5.
 */
export async function setSolarThreshold(
  actor: Actor,
  { percent }: SetSolarThreshold,
  signal: AbortSignal,
): Promise<SolarThreshold> {
  permit(actor, "alarm-rules:write");
  permitEverywhere(actor);
  const outcomeFor = (answer: Awaited<ReturnType<typeof send>>) =>
    setLowBatteryThreshold.outcome?.(answer, { percent }) ?? DONE;
  const send = () => gateway().call(setLowBatteryThreshold, { percent }, { lane: "interactive", signal });
  let answer: Awaited<ReturnType<typeof send>>;
  try {
    answer = await command(actor, { action: "solar-threshold.change", details: { percent } }, [], {
      send,
      judge: (value) => ({ result: judged(outcomeFor(value)).result, details: { percent } }),
      store: async (tx, value) => {
        if (outcomeFor(value).result === "done") await remember(tx, actor, percent, "done");
      },
    });
  } catch (error) {
    if (commandFailure(error).result === "unknown") {
      await transaction((tx) => remember(tx, actor, percent, "unknown"));
    }
    throw error;
  }
  if (outcomeFor(answer).result !== "done") {
    throw new ConflictError("The cloud gateway did not take the threshold, and does not say why.", {
      remedy: "Try again, or set it in the cloud account's own portal.",
    });
  }
  return readSolarThreshold(actor);
}
