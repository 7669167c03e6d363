import { existsSync, readdirSync, writeFileSync, utimesSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach } from "vitest";
import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { listJobRows, readJob } from "@/lib/domains/jobs/read";
import { cancelJob, pauseJob, resumeJob } from "@/lib/domains/jobs/write";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { GatewayError } from "@/lib/gateway/errors";
import { make } from "@/lib/testing/factories";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { ownDataFolder } from "@/lib/testing/folder";
import { defineJob, LeaseLostError, resultFile, startJob, type Duty } from "./define";
import { makeMarks, marking, numbers } from "./fixtures/kinds";
import type { JobKind, RowOutcome } from "./kind";
import { openJobsLimit } from "./start";
import { pruneResults } from "./results";
import { workDuty } from "./work";

const folder = ownDataFolder();
let guard: Actor;

beforeAll(async () => {
  await holdLease();
  guard = await make.actor("guard");
});
beforeEach(async () => {
  await pool().query("DELETE FROM job");
  await makeMarks();
});

const work = (duty: Duty, run = dutyRun()) => duty.run(run);

/** A kind whose rows do what the test says. */
function rowsOf(runRow: (no: number, input: unknown) => Promise<RowOutcome> | RowOutcome): JobKind<object> {
  return defineJob({
    name: "test.rows",
    params: z.object({}),
    title: () => "Rows",
    permission: () => null,
    runRow: async ({ no, input }) => runRow(no, input),
  });
}

const answered = { state: "answered" } as const;

async function statesOf(id: string): Promise<string[]> {
  const sort = { field: "no", descending: false } as const;
  return (await listJobRows(guard, id, { q: undefined, limit: 100, sort })).items.map(({ state }) => state);
}

async function events(id: string): Promise<string[]> {
  const { rows } = await pool().query<{ state: string }>(
    "SELECT payload->>'state' AS state FROM bus_event WHERE payload->>'jobId' = $1 ORDER BY seq",
    [id],
  );
  return rows.map(({ state }) => state);
}

async function resultText(id: string): Promise<string> {
  const { rows } = await pool().query<{ hash: string }>("SELECT result_hash AS hash FROM job WHERE id = $1", [id]);
  return readFile(resultFile(rows[0]?.hash ?? ""), "utf8");
}

dbTest("each row ends as it went, and the counts say so", async () => {
  const refused = { endpoint: "x", kind: "refused", endpointKind: "command", code: "VMS021314" } as const;
  const lost = { endpoint: "x", kind: "timeout", endpointKind: "command", sent: true } as const;
  const kind = rowsOf((no) => {
    if (no === 2) throw new ConflictError("It is there already.", { remedy: "Leave it out." });
    if (no === 3) throw new GatewayError(refused);
    if (no === 4) throw new GatewayError(lost);
    if (no === 5) throw new TypeError("a mistake of ours");
    return no === 6 ? { state: "skipped" } : { state: "answered", result: { ok: true } };
  });
  const { id } = await startJob(guard, kind, {}, [1, 2, 3, 4, 5, 6]);
  expect(await readJob(guard, id)).toMatchObject({ state: "queued", total: 6, startedAt: null, hasRows: true });
  await work(workDuty([kind]));
  expect(await statesOf(id)).toEqual(["answered", "failed", "failed", "unknown", "unknown", "skipped"]);
  const job = await readJob(guard, id);
  expect(job).toMatchObject({ state: "done", done: 1, failed: 2, unknown: 2, skipped: 1, error: null, result: null });
  expect(job.finishedAt).not.toBeNull();
  const sort = { field: "no", descending: false } as const;
  const { items } = await listJobRows(guard, id, { q: undefined, limit: 100, sort });
  expect(items[1]).toMatchObject({ result: { message: "It is there already.", remedy: "Leave it out." }, code: null });
  expect(items[2]).toMatchObject({ code: "VMS021314" });
  expect(await events(id)).toEqual(["queued", "running", "done"]);
});

dbTest("a paused job sends nothing more, and goes on where it stopped", async () => {
  const sent: number[] = [];
  let pause = true;
  const kind = rowsOf(async (no) => {
    sent.push(no);
    if (no === 2 && pause) await pauseJob(guard, id);
    return answered;
  });
  const duty = workDuty([kind]);
  const { id } = await startJob(guard, kind, {}, [1, 2, 3, 4]);
  await work(duty);
  expect(await readJob(guard, id)).toMatchObject({ state: "paused", done: 2 });
  expect(await statesOf(id)).toEqual(["answered", "answered", "waiting", "waiting"]);
  await work(duty);
  expect(sent).toEqual([1, 2]);
  pause = false;
  await resumeJob(guard, id);
  await work(duty);
  expect(sent).toEqual([1, 2, 3, 4]);
  expect(await readJob(guard, id)).toMatchObject({ state: "done", done: 4 });
});

dbTest("cancelled mid-way, the row under way comes to its end and the rest is skipped", async () => {
  const kind = rowsOf(async (no) => {
    if (no === 2) expect(await cancelJob(guard, id)).toMatchObject({ state: "cancelling" });
    return answered;
  });
  const { id } = await startJob(guard, kind, {}, [1, 2, 3, 4]);
  await work(workDuty([kind]));
  expect(await readJob(guard, id)).toMatchObject({ state: "cancelled", done: 2, skipped: 2 });
  expect(await statesOf(id)).toEqual(["answered", "answered", "skipped", "skipped"]);
  expect(await events(id)).toEqual(["queued", "running", "cancelling", "cancelled"]);
});

dbTest("a job that was never begun is cancelled at once, rows and all", async () => {
  const kind = rowsOf(() => answered);
  const { id } = await startJob(guard, kind, {}, [1, 2]);
  const admin = await make.actor();
  expect(await cancelJob(admin, id, { reason: "not needed" })).toMatchObject({ state: "cancelled", skipped: 2 });
  const { rows } = await pool().query<{ data: unknown }>(
    `SELECT d.data FROM audit_entry e JOIN audit_detail d ON d.seq = e.seq
      WHERE e.action = 'job.cancel' AND (e.body::jsonb -> 'objects' -> 0 ->> 'id') = $1`,
    [id],
  );
  expect(rows).toEqual([{ data: { before: "queued", after: "cancelled", reason: "not needed" } }]);
  await work(workDuty([kind]));
  expect(await statesOf(id)).toEqual(["skipped", "skipped"]);
});

dbTest("a process that lost the lease sends and stores nothing more", async () => {
  const sent: number[] = [];
  const takeOver = () => pool().query("UPDATE lease SET fence = fence + 1 WHERE name = 'test'");
  const kind = rowsOf(async (no) => {
    sent.push(no);
    if (no === 1) await takeOver();
    return answered;
  });
  const { id } = await startJob(guard, kind, {}, [1, 2]);
  await expect(work(workDuty([kind]))).rejects.toThrow(LeaseLostError);
  expect(sent).toEqual([1]);
  expect(await statesOf(id)).toEqual(["sent", "waiting"]);
  const { rows } = await pool().query<{ fence: string }>("SELECT fence FROM lease WHERE name = 'test'");
  const fence = { name: "test", number: Number(rows[0]?.fence) };
  await work(workDuty([kind]), { ...dutyRun(), fence });
  expect(sent).toEqual([1, 2]);
  expect(await statesOf(id)).toEqual(["unknown", "answered"]);
  await pool().query("UPDATE lease SET fence = 1 WHERE name = 'test'");
});

dbTest("a file is made piece by piece; a lost draft begins anew, one of another holder goes on", async () => {
  const whole = Array.from({ length: 35 }, (_, i) => `${i}\n`).join("");
  for (const spoil of ["nothing", "draft", "fence"]) {
    let stop = true;
    const at: (string | null)[] = [];
    const kind: typeof numbers = defineJob({
      ...numbers,
      produce: {
        file: () => ({ name: "numbers.txt", type: "text/plain" }),
        async piece(piece) {
          at.push(piece.at);
          const made = await numbers.produce?.piece(piece);
          if (made === undefined) throw new Error("numbers makes a file");
          if (made.next === "30" && stop) await pauseJob(guard, id);
          return made;
        },
      },
    });
    const { id } = await startJob(guard, kind, { mark: spoil, upTo: 35, paceMs: 0 });
    await work(workDuty([kind]));
    // The piece that was under way when it was paused is not stored.
    expect(await readJob(guard, id)).toMatchObject({ state: "paused", done: 20, total: 35 });
    stop = false;
    if (spoil === "draft") await rm(join(folder, "sandbox", "results", "drafts"), { recursive: true });
    if (spoil === "fence") await pool().query("UPDATE lease SET fence = 2 WHERE name = 'test'");
    await resumeJob(guard, id);
    await work(workDuty([kind]), { ...dutyRun(), fence: { name: "test", number: spoil === "fence" ? 2 : 1 } });
    expect(await readJob(guard, id)).toMatchObject({
      state: "done",
      done: 35,
      total: 35,
      result: { name: "numbers.txt", bytes: whole.length, url: `/api/jobs/${id}/result` },
    });
    expect(await resultText(id)).toBe(whole);
    expect(at).toEqual([null, "10", "20", ...(spoil === "draft" ? [null, "10"] : []), "20", "30"]);
  }
  await pool().query("UPDATE lease SET fence = 1 WHERE name = 'test'");
});

dbTest("what nobody foresaw is tried again a few times, then the job fails and others go on", async () => {
  let tries = 0;
  const broken = defineJob({
    ...numbers,
    name: "test.broken",
    produce: {
      file: () => ({ name: "x", type: "text/plain" }),
      piece: async () => {
        tries++;
        throw new TypeError("a mistake of ours");
      },
    },
  });
  const duty = workDuty([broken, marking]);
  const { id } = await startJob(guard, broken, { mark: "broken", upTo: 1, paceMs: 0 });
  const { id: other } = await startJob(guard, marking, { mark: "other", paceMs: 0 }, [1, 2]);
  for (const times of [1, 2, 3]) {
    await work(duty);
    expect(tries).toBe(times);
    await pool().query("UPDATE job SET due_at = now() - interval '1 second'");
  }
  const job = await readJob(guard, id);
  expect(job).toMatchObject({ state: "failed", error: { message: "Something went wrong on our side." } });
  expect(job.error?.remedy).toContain(id);
  expect(await readJob(guard, other)).toMatchObject({ state: "done", done: 2 });
});

dbTest("a job runs with its owner's rights as they are now, and fails clearly without", async () => {
  const kind = defineJob({ ...marking, name: "test.cameras", permission: () => "cameras:read" as const });
  const duty = workDuty([kind]);
  const receptionist = await make.actor("receptionist");
  await expect(startJob(receptionist, kind, { mark: "no", paceMs: 0 }, [1])).rejects.toThrow(ForbiddenError);

  const demoted = await make.actor("guard");
  const { id } = await startJob(demoted, kind, { mark: "demoted", paceMs: 0 }, [1, 2]);
  await pool().query("UPDATE app_user SET role = 'receptionist' WHERE id = $1", [demoted.userId]);
  const disabled = await make.actor("guard");
  const { id: second } = await startJob(disabled, kind, { mark: "disabled", paceMs: 0 }, [1]);
  await pool().query("UPDATE app_user SET disabled_at = now() WHERE id = $1", [disabled.userId]);
  await work(duty);
  expect(await readJob(demoted, id)).toMatchObject({
    state: "failed",
    skipped: 2,
    error: { message: 'Your role (receptionist) does not include "cameras:read".' },
  });
  expect((await readJob(disabled, second)).error?.message).toContain("disabled or gone");
  expect((await pool().query("SELECT 1 FROM sending")).rowCount).toBe(0);
});

dbTest("a job of a kind or with words that this version does not know fails clearly", async () => {
  const { id } = await startJob(guard, marking, { mark: "later", paceMs: 0 }, [1]);
  const { id: second } = await startJob(guard, numbers, { mark: "later", upTo: 1, paceMs: 0 });
  await pool().query("UPDATE job SET params = '{}' WHERE id = $1", [second]);
  await work(workDuty([numbers]));
  for (const each of [id, second]) {
    expect((await readJob(guard, each)).error?.message).toBe("This version of Gatehouse cannot carry out this job.");
  }
});

dbTest("nobody has more than so many unfinished jobs, however fast they ask", async () => {
  const asked = Array.from({ length: openJobsLimit + 5 }, () =>
    startJob(guard, marking, { mark: "m", paceMs: 0 }, [1]),
  );
  const settled = await Promise.allSettled(asked);
  const refused = settled.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  expect(refused).toHaveLength(5);
  for (const reason of refused) expect(reason).toBeInstanceOf(ConflictError);
});

dbTest("stopping the process leaves the job for the next one, at once", async () => {
  const stopping = new AbortController();
  const kind = rowsOf((no) => {
    if (no === 2) stopping.abort(new Error("stops"));
    return answered;
  });
  const { id } = await startJob(guard, kind, {}, [1, 2, 3]);
  await expect(work(workDuty([kind]), dutyRun(stopping.signal))).rejects.toThrow("stops");
  expect(await statesOf(id)).toEqual(["answered", "answered", "waiting"]);
  await work(workDuty([kind]));
  expect(await readJob(guard, id)).toMatchObject({ state: "done", done: 3, unknown: 0 });
});

dbTest("results go after a week, jobs after three months, and files of no job at all", async () => {
  const duty = workDuty([numbers]);
  const ids: string[] = [];
  for (const upTo of [11, 12, 12, 13]) {
    ids.push((await startJob(guard, numbers, { mark: "m", upTo, paceMs: 0 })).id);
  }
  await work(duty);
  const results = join(folder, "sandbox", "results");
  const count = () => readdirSync(results).filter((name) => name !== "drafts").length;
  const stray = join(results, "a".repeat(64));
  writeFileSync(stray, "nobody's");
  utimesSync(stray, 0, 0);
  const { id: open } = await startJob(guard, numbers, { mark: "open", upTo: 5, paceMs: 0 });
  writeFileSync(join(results, "drafts", `${open}.1`), "");
  writeFileSync(join(results, "drafts", `${ids[0]}.1`), "");
  const old = (id: string | undefined, days: number) =>
    pool().query("UPDATE job SET finished_at = now() - $2 * interval '1 day' WHERE id = $1", [id, days]);
  await old(ids[0], 8);
  await old(ids[1], 8);
  await pool().query("DELETE FROM job WHERE id = $1", [ids[3]]);
  await pruneResults(7 * 86_400_000);
  expect(existsSync(stray)).toBe(false);
  // The second and the third made the same file, and the third is young.
  expect(count()).toBe(1);
  expect(await resultText(ids[2] ?? "")).toContain("11\n");
  expect(readdirSync(join(results, "drafts"))).toEqual([`${open}.1`]);
  expect((await readJob(guard, ids[0] ?? "")).result).toEqual({ name: "numbers.txt", bytes: 23, url: null });
  await expect(readJob(guard, ids[3] ?? "")).rejects.toThrow("There is no job");
});

dbTest("two kinds of one name, a name that cannot be, and a kind that does nothing are refused", () => {
  expect(() => workDuty([marking, marking])).toThrow(RangeError);
  expect(() => defineJob({ ...marking, name: "Two words" })).toThrow(RangeError);
  const { runRow: _, ...nothing } = marking;
  expect(() => defineJob(nothing)).toThrow("does nothing");
});
