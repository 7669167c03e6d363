/** Subscriptions of the queues and the gaps that they left. */
import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { fenced, wake, type Fence } from "@/lib/jobs/define";
import type { QueueName, QueueRunState } from "../terms";

export const gapDuty = "queue.gaps";

export interface Standing {
  /** What somebody chose, or what holds without a choice. */
  on: boolean;
  state: QueueRunState | null;
  subscribedAt: Date | null;
  pulledAt: Date | null;
  /** Milliseconds since then, by the database's clock; null when the gateway never answered. */
  silentMs: number | null;
  /**
   * Others need a good part of the allowance at this moment: people, with a call a second or more or one that waits; and,
   * but for alarms themselves, a backlog of alarms.
   */
  busy: boolean;
}

/** Queues that nobody has to switch on. */
export const onByDefault: ReadonlySet<QueueName> = new Set(["alarms", "messages", "access-records"]);

export async function standingOf(queue: QueueName): Promise<Standing> {
  const { rows } = await pool().query<Standing>(
    `SELECT coalesce(q.switched_on, $2) AS on, q.state, q.subscribed_at AS "subscribedAt", q.pulled_at AS "pulledAt",
            (extract(epoch FROM clock_timestamp() - q.pulled_at) * 1000)::float8 AS "silentMs",
            EXISTS (SELECT 1 FROM gateway_waiter WHERE lane = 'interactive')
              OR coalesce((SELECT sum(calls) FROM gateway_usage
                            WHERE lane = 'interactive' AND second > clock_timestamp() - interval '4 seconds'), 0) >= 4
              OR ($1 <> 'alarms' AND EXISTS (SELECT 1 FROM gateway_lane_use WHERE lane = 'drain' AND until > clock_timestamp()))
              AS busy
       FROM (SELECT 1) AS one LEFT JOIN queue_state q ON q.queue = $1`,
    [queue, onByDefault.has(queue)],
  );
  const found = rows[0];
  if (found === undefined) throw new Error(`${queue} has no standing.`);
  return found;
}

/** Notes that the gateway collects for us from now on; a gap that was found before ends here. */
export async function noteSubscribed(fence: Fence, queue: QueueName): Promise<void> {
  await transaction(async (tx) => {
    await fenced(tx, fence);
    await tx.query(
      `INSERT INTO queue_state (queue, subscribed_at) VALUES ($1, clock_timestamp())
       ON CONFLICT (queue) DO UPDATE SET subscribed_at = clock_timestamp()`,
      [queue],
    );
    await tx.query(
      `UPDATE queue_gap SET to_at = clock_timestamp()
        WHERE queue = $1 AND state = 'open' AND cause = 'lapsed' AND from_at = (
              SELECT coalesce(pulled_at, subscribed_at) FROM queue_state WHERE queue = $1)`,
      [queue],
    );
  });
}

interface Gap {
  cause: "lapsed" | "outage";
  /** The last sign of the queue. */
  from: Date;
  /** Milliseconds before now that are not missing. */
  keptMs: number;
}

/** Notes a gap, once, and has it read; whoever is killed afterwards leaves it to the duty. */
export async function noteGap(fence: Fence, queue: QueueName, { cause, from, keptMs }: Gap): Promise<void> {
  await transaction(async (tx) => {
    await fenced(tx, fence);
    const { rowCount } = await tx.query(
      `UPDATE queue_gap SET to_at = clock_timestamp() - $4 * interval '1 millisecond'
        WHERE queue = $1 AND cause = $2 AND from_at = $3 AND state = 'open'`,
      [queue, cause, from, keptMs],
    );
    if (rowCount === 0) {
      await tx.query(
        `INSERT INTO queue_gap (id, queue, cause, from_at, to_at)
         SELECT gen_random_uuid(), $1, $2, $3, clock_timestamp() - $4 * interval '1 millisecond'
          WHERE NOT EXISTS (SELECT 1 FROM queue_gap WHERE queue = $1 AND cause = $2 AND from_at = $3)`,
        [queue, cause, from, keptMs],
      );
    }
    await wake(gapDuty, tx);
    await publish(tx, { topic: "queue" });
  });
}
