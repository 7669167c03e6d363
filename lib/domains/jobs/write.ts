import type pg from "pg";
import { record } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import { reasonIn, type WithReason } from "@/lib/domains/commands/schema";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { jobsDuty, wake } from "@/lib/jobs/define";
import { readJob } from "./read";
import type { JobItem, JobState } from "./schema";
import { isFinished, type JobVerb } from "./terms";

const done: Readonly<Record<JobVerb, JobState>> = { pause: "paused", resume: "queued", cancel: "cancelling" };

/** Beside a dialog's own "Cancel", people read that a job is stopped. */
const words: Readonly<Record<string, string>> = {
  cancel: "stop",
  cancelling: "is being stopped",
  cancelled: "is stopped",
};

/** The state a verb leads to; null where it makes no sense. What is so already stays as it is. */
function stateAfter(verb: JobVerb, { state, startedAt }: JobItem): JobState | null {
  if (state === done[verb]) return state;
  if (verb === "pause") return state === "queued" || state === "running" ? "paused" : null;
  if (verb === "resume") return state === "paused" ? "queued" : state === "running" ? "running" : null;
  if (isFinished(state)) return state === "cancelled" ? state : null;
  // Of a job that was worked on, only the worker knows that nothing is under way any more.
  return startedAt === null ? "cancelled" : "cancelling";
}

async function store(tx: pg.PoolClient, { id, mine }: JobItem, state: JobState): Promise<void> {
  await tx.query("UPDATE job SET state = $2, due_at = clock_timestamp() WHERE id = $1", [id, state]);
  // Who cancels their own job need not be told of its end.
  if (mine && (state === "cancelling" || state === "cancelled")) {
    await tx.query("UPDATE job SET seen_at = clock_timestamp() WHERE id = $1", [id]);
  }
  if (state !== "cancelled") return;
  await tx.query(
    `WITH left_out AS (
       UPDATE job_row SET state = 'skipped', ended_at = clock_timestamp() WHERE job_id = $1 RETURNING 1)
     UPDATE job SET finished_at = clock_timestamp(), skipped = (SELECT count(*) FROM left_out) WHERE id = $1`,
    [id],
  );
}

/** Throws NotFoundError for what the actor may not see, ConflictError where the job's state does not allow the verb. */
function change(actor: Actor, id: string, verb: JobVerb, { reason }: WithReason = {}): Promise<JobItem> {
  return transaction(async (tx) => {
    await tx.query("SELECT 1 FROM job WHERE id = $1 FOR UPDATE", [id]);
    const job = await readJob(actor, id, tx);
    const next = stateAfter(verb, job);
    if (next === null) {
      const how = words[job.state] ?? `is ${job.state}`;
      throw new ConflictError(`The job ${how}, so you cannot ${words[verb] ?? verb} it.`, {
        remedy: "Start it again if you need it.",
      });
    }
    if (next === job.state) return job;
    await store(tx, job, next);
    const changed = await readJob(actor, id, tx);
    await record(tx, actor, {
      action: `job.${verb}`,
      objects: [{ kind: "job", id, name: job.title }],
      details: { before: job.state, after: next, ...reasonIn(reason) },
    });
    if (next === "queued" || next === "cancelling") await wake(jobsDuty, tx);
    await publish(tx, { topic: "job", jobId: id, ownerId: job.owner.id, state: next });
    return changed;
  });
}

/** The step under way comes to its end; nothing new begins. */
export function pauseJob(actor: Actor, id: string): Promise<JobItem> {
  return change(actor, id, "pause");
}

/** Goes on where it stopped. */
export function resumeJob(actor: Actor, id: string): Promise<JobItem> {
  return change(actor, id, "resume");
}

/** For good: the step under way comes to its end, what still waits is skipped, and no file is made. */
export function cancelJob(actor: Actor, id: string, why?: WithReason): Promise<JobItem> {
  return change(actor, id, "cancel", why);
}

/** Its owner has looked at how it ended. Throws NotFoundError; ForbiddenError for anybody else, ConflictError before. */
export function seeJob(actor: Actor, id: string): Promise<JobItem> {
  return transaction(async (tx) => {
    const job = await readJob(actor, id, tx);
    if (!job.mine) {
      throw new ForbiddenError("This is somebody else's job: only its owner can mark it as seen.");
    }
    if (!isFinished(job.state)) {
      throw new ConflictError("This job is not finished yet.", { remedy: "Wait until it is." });
    }
    if (job.seen) return job;
    await tx.query("UPDATE job SET seen_at = clock_timestamp() WHERE id = $1 AND seen_at IS NULL", [id]);
    await publish(tx, { topic: "job", jobId: id, ownerId: actor.userId, state: job.state });
    return { ...job, seen: true };
  });
}
