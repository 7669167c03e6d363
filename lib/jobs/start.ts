import { randomUUID } from "node:crypto";
import { record } from "@/lib/audit/record";
import { permit, type Actor } from "@/lib/auth/actor";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import { ConflictError } from "@/lib/errors";
import { jobsDuty, type JobKind } from "./kind";
import { wake } from "./wake";

/** Unfinished jobs one person may have: enough for a shift, too few to fill the disk. */
export const openJobsLimit = 20;

/**
 * Puts a job into the queue; a worker takes it up at once. `rows` are the inputs of a kind that works row by row.
 * Throws ForbiddenError; ConflictError while the actor has too many unfinished jobs.
 */
export async function startJob<Params>(
  actor: Actor,
  kind: JobKind<Params>,
  params: Params,
  rows: readonly unknown[] = [],
): Promise<{ id: string }> {
  const permission = kind.permission(params);
  if (permission !== null) permit(actor, permission);
  const id = randomUUID();
  await transaction(async (tx) => {
    // One at a time for each person, or two requests would both find room for the last one.
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('gatehouse.jobs.' || $1, 0))", [actor.userId]);
    const open = await tx.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM job WHERE owner_id = $1 AND finished_at IS NULL",
      [actor.userId],
    );
    if ((open.rows[0]?.count ?? 0) >= openJobsLimit) {
      throw new ConflictError(`You have ${openJobsLimit} unfinished jobs already.`, {
        remedy: "Wait until one is done, or stop one on the page Jobs.",
      });
    }
    await tx.query("INSERT INTO job (id, kind, title, owner_id, params, total) VALUES ($1, $2, $3, $4, $5, $6)", [
      id,
      kind.name,
      kind.title(params),
      actor.userId,
      JSON.stringify(params),
      rows.length === 0 ? null : rows.length,
    ]);
    await tx.query(
      `INSERT INTO job_row (job_id, no, input)
       SELECT $1, no, input FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS r(input, no)`,
      [id, JSON.stringify(rows)],
    );
    const details = { kind: kind.name, params, ...(rows.length === 0 ? {} : { rows: rows.length }) };
    const object = { kind: "job", id, name: kind.title(params) };
    await record(tx, actor, { action: kind.action?.(params) ?? "job.start", objects: [object], details });
    await wake(jobsDuty, tx);
    await publish(tx, { topic: "job", jobId: id, ownerId: actor.userId, state: "queued" });
  });
  return { id };
}
