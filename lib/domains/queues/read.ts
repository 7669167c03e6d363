import { permit, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { dutyOf, type GapItem, type QueueItem, type QueueStates } from "./schema";
import { queueNames } from "./terms";
import { onByDefault } from "./write/subscription";

/** A worker renews its leases every second or so. */
const deadAfterMs = 10_000;
/** A pump notes every few seconds that the gateway answered. */
const unreadAfterMs = 15_000;
const gapDays = 3;

type ItemRow = Omit<QueueItem, "on" | "since" | "pulledAt" | "receivedAt" | "received" | "unreadable"> & {
  on: boolean | null;
  since: Date;
  pulledAt: Date | null;
  receivedAt: Date | null;
  received: string;
  unreadable: string;
  /** Since the gateway last answered, or since it was first asked. */
  unreadMs: number;
};
type GapRow = Omit<GapItem, "fromAt" | "toAt" | "readTo"> & { fromAt: Date; toAt: Date; readTo: Date | null };

/** Whoever cannot store that it fails says nothing: that nobody has read the alarms for long tells it all the same. */
function unread(item: QueueItem): QueueItem {
  const reason = item.pulledAt === null ? "It has not been read yet." : "It has not been read since then.";
  return { ...item, state: "failing", since: item.pulledAt ?? item.since, reason, code: null };
}

async function items(alive: boolean): Promise<QueueItem[]> {
  const { rows } = await pool().query<ItemRow>(
    `SELECT queue, switched_on AS on, state, state_since AS since, reason, code, pulled_at AS "pulledAt",
            received_at AS "receivedAt", received, unreadable, remaining,
            (extract(epoch FROM clock_timestamp() - coalesce(pulled_at, state_since)) * 1000)::float8 AS "unreadMs"
       FROM queue_state`,
  );
  const known = new Map(rows.map((row) => [row.queue, row]));
  return queueNames.map((queue) => {
    const row = known.get(queue);
    const on = row?.on ?? onByDefault.has(queue);
    const item: QueueItem = {
      ...{
        queue,
        on,
        state: row?.state ?? (on ? "starting" : "off"),
        reason: row?.reason ?? null,
        code: row?.code ?? null,
      },
      since: (row?.since ?? new Date()).toISOString(),
      pulledAt: row?.pulledAt?.toISOString() ?? null,
      receivedAt: row?.receivedAt?.toISOString() ?? null,
      ...{ received: Number(row?.received ?? 0), unreadable: Number(row?.unreadable ?? 0) },
      remaining: row?.remaining ?? null,
    };
    const said = item.state === "running" || item.state === "starting";
    const silent = queue === "alarms" && alive && on && said && (row?.unreadMs ?? 0) > unreadAfterMs;
    return silent ? unread(item) : item;
  });
}

async function gaps(): Promise<GapItem[]> {
  const { rows } = await pool().query<GapRow>(
    `SELECT id, queue, cause, from_at AS "fromAt", to_at AS "toAt", state, read_to AS "readTo", recovered, reason, code
       FROM queue_gap WHERE state = 'open' OR found_at > clock_timestamp() - $1 * interval '1 day'
      ORDER BY found_at DESC, id DESC LIMIT 100`,
    [gapDays],
  );
  return rows.map((row) => ({
    ...row,
    ...{ fromAt: row.fromAt.toISOString(), toAt: row.toAt.toISOString(), readTo: row.readTo?.toISOString() ?? null },
  }));
}

async function worker(): Promise<QueueStates["worker"]> {
  const { rows } = await pool().query<{ lastSeenAt: Date | null; silentMs: number | null }>(
    // The pump of alarms has a lease of three seconds, which ends that long after its holder's last sign.
    `SELECT max(expires_at) - interval '3 seconds' AS "lastSeenAt",
            (extract(epoch FROM clock_timestamp() - max(expires_at)) * 1000)::float8 + 3000 AS "silentMs"
       FROM lease WHERE name = $1 AND fence > 0`,
    [dutyOf("alarms")],
  );
  const { lastSeenAt = null, silentMs = null } = rows[0] ?? {};
  return {
    state: silentMs !== null && silentMs <= deadAfterMs ? "alive" : "dead",
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  };
}

/** How every queue stands, what may have been missed, and whether a worker is there. */
export async function queueStates(actor: Actor): Promise<QueueStates> {
  permit(actor, "alarms:read");
  const alive = await worker();
  return { items: await items(alive.state === "alive"), gaps: await gaps(), worker: alive };
}
