/** Runs a duty's work as the worker would: under a lease, with its fence. */
import { pool } from "@/lib/db/client";
import type { DutyRun } from "@/lib/jobs/define";
import { log } from "@/lib/log";

const fence = { name: "test", number: 1 };

/** Takes the lease for the whole test file; to be called once, before the first run. */
export async function holdLease(): Promise<void> {
  await pool().query("INSERT INTO lease (name, holder, fence, expires_at) VALUES ($1, 'test', $2, now() + '1 hour')", [
    fence.name,
    fence.number,
  ]);
}

export function dutyRun(signal = new AbortController().signal): DutyRun {
  return { signal, log, fence };
}
