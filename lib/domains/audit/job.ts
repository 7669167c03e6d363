import { anchorFile, anchorPublicKey, appendAnchor, readAnchors, signAnchor } from "@/lib/audit/anchors";
import { forgetUnmentioned, holdNames } from "@/lib/audit/names";
import { record, recordUnknownOutcome } from "@/lib/audit/record";
import { checkpointId, verifyChain, type Finding } from "@/lib/audit/verify";
import type { AuditAction } from "@/lib/audit/actions";
import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { settings } from "@/lib/env";
import { duty, fenced, type Duty, type DutyRun } from "@/lib/jobs/define";
import { auditRetentionDays } from "./read/state";
import { verifyDuty } from "./write";

const webhookWithinMs = 10_000;
const firstRetryMs = 60_000;
const longestRetryMs = 6 * 3_600_000;
const fullEveryDays = 7;
const outcomeWithinMinutes = 15;
const settledAtOnce = 200;
const prunedAtOnce = 20_000;

interface AnchorRow {
  seq: string;
  hash: string;
  anchoredSeq: string;
  anchoredHash: string;
  anchoredAt: Date | null;
  sentSeq: string;
  mayTry: boolean;
  sendFailures: number;
}

async function anchorRow(): Promise<AnchorRow | undefined> {
  const { rows } = await pool().query<AnchorRow>(
    `SELECT h.seq, h.hash, s.anchored_seq AS "anchoredSeq", s.anchored_hash AS "anchoredHash",
            s.anchored_at AS "anchoredAt", s.sent_seq AS "sentSeq", s.send_failures AS "sendFailures",
            coalesce(s.send_after <= clock_timestamp(), true) AS "mayTry"
       FROM audit_head h, audit_state s`,
  );
  return rows[0];
}

/** Sends the newest anchor. An endpoint that is away is tried again, less and less often; nothing waits for it. */
async function send(url: string, row: AnchorRow, { signal, fence, log }: DutyRun): Promise<void> {
  const { anchoredSeq, anchoredHash: hash, anchoredAt, sendFailures } = row;
  if (anchoredAt === null) return;
  const body = JSON.stringify(signAnchor({ seq: Number(anchoredSeq), hash, at: anchoredAt.toISOString() }));
  let failure: string | null = null;
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(webhookWithinMs)]),
    });
    await answer.body?.cancel();
    if (!answer.ok) failure = `The webhook answered with HTTP ${answer.status}.`;
  } catch (error) {
    signal.throwIfAborted();
    log.debug({ err: error }, "the webhook for anchors could not be reached");
    failure = "The webhook could not be reached.";
  }
  if (failure !== null) log.warn({ failures: sendFailures + 1 }, failure);
  const retryMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(sendFailures, 16));
  await transaction(async (tx) => {
    await fenced(tx, fence);
    await tx.query(
      failure === null
        ? `UPDATE audit_state SET sent_seq = $1, sent_at = clock_timestamp(), send_after = NULL, send_failures = 0,
                  send_error = NULL`
        : `UPDATE audit_state SET send_failures = send_failures + 1, send_error = $1,
                  send_after = clock_timestamp() + $2 * interval '1 millisecond'`,
      failure === null ? [anchoredSeq] : [failure, retryMs],
    );
  });
}

/** Keeps the chain's head outside the database whenever it moved: in a file, in the log, and at a webhook. */
export const auditAnchor = duty({
  name: "audit.anchor",
  every: "1m",
  staleAfter: "10m",
  async run(context) {
    let row = await anchorRow();
    if (row === undefined) return;
    if (row.hash !== row.anchoredHash) {
      const { hash, seq } = row;
      const anchor = signAnchor({ seq: Number(seq), hash, at: new Date().toISOString() });
      await appendAnchor(anchorFile(), anchor);
      context.log.info({ anchor }, "audit anchor");
      await transaction(async (tx) => {
        await fenced(tx, context.fence);
        await tx.query("UPDATE audit_state SET anchored_seq = $1, anchored_hash = $2, anchored_at = $3", [
          seq,
          hash,
          anchor.at,
        ]);
      });
      row = { ...row, anchoredSeq: seq, anchoredHash: hash, anchoredAt: new Date(anchor.at) };
    }
    const { auditWebhook } = settings();
    if (auditWebhook !== null && row.mayTry && row.sentSeq !== row.anchoredSeq) await send(auditWebhook, row, context);
  },
});

interface VerifiedRow {
  seq: string;
  hash: string;
  full: boolean;
  startedAt: Date;
  findings: Finding[];
  findingCount: number;
  anchoredSeq: string;
}

async function verify({ signal, fence, log }: DutyRun): Promise<void> {
  const { rows } = await pool().query<VerifiedRow>(
    `SELECT verified_seq AS seq, verified_hash AS hash, clock_timestamp() AS "startedAt", findings,
            finding_count AS "findingCount", anchored_seq AS "anchoredSeq",
            full_at IS NULL OR full_at < clock_timestamp() - $1 * interval '1 day'
              OR requested_at > full_at AS full
       FROM audit_state`,
    [fullEveryDays],
  );
  const before = rows[0];
  if (before === undefined) return;
  const from = before.full ? undefined : { seq: Number(before.seq), hash: before.hash };
  const anchors = { lines: readAnchors(anchorFile()), publicKey: anchorPublicKey() };
  const result = await verifyChain({ from, anchors, signal });
  const fresh: Finding[] = [...result.findings];
  if (result.lastAnchor < Number(before.anchoredSeq)) {
    fresh.push({
      kind: "anchors",
      seq: null,
      notice: true,
      text: `The file of anchors on this machine does not hold the last one, of entry ${before.anchoredSeq}.`,
    });
  }
  // What was found stays found until the whole chain is followed again.
  const old = before.full ? [] : before.findings.filter(({ text }) => fresh.every((finding) => finding.text !== text));
  const findings = [...old, ...fresh];
  const count = (before.full ? 0 : before.findingCount) + result.findingCount;
  if (!result.intact) log.error({ findings: result.findings }, "the audit log is not intact");
  await transaction(async (tx) => {
    await fenced(tx, fence);
    await tx.query(
      `UPDATE audit_state SET verified_seq = $1, verified_hash = $2, verified_at = clock_timestamp(),
              full_at = CASE WHEN $3 THEN $4 ELSE full_at END, findings = $5, finding_count = $6`,
      [
        result.through.seq,
        result.through.hash,
        before.full,
        before.startedAt,
        JSON.stringify(findings),
        Math.max(count, findings.length),
      ],
    );
    await publish(tx, { topic: "audit" });
  });
}

/** Follows what is new every few hours, and the whole chain once a week and when somebody asks. */
export const auditVerification = duty({ name: verifyDuty, every: "3h", staleAfter: "1h", run: verify });

interface Attempt {
  seq: string;
  body: string;
}

/** Gives attempts whose outcome nobody could write the outcome "unknown", so that none stays open for ever. */
export const auditSettling = duty({
  name: "audit.settle",
  every: "1m",
  staleAfter: "10m",
  async run({ fence, log }) {
    const { rows: bounds } = await pool().query<{ from: string; through: string | null }>(
      `SELECT s.settled_seq AS from, (SELECT max(seq) FROM audit_entry
                WHERE seq > s.settled_seq AND at < now() - $1 * interval '1 minute') AS through
         FROM audit_state s`,
      [outcomeWithinMinutes],
    );
    const bound = bounds[0];
    if (bound === undefined || bound.through === null) return;
    const { rows: open } = await pool().query<Attempt>(
      `SELECT a.seq, a.body FROM audit_entry a
        WHERE a.phase = 'attempt' AND a.seq > $1 AND a.seq <= $2
          AND NOT EXISTS (SELECT 1 FROM audit_entry o WHERE o.attempt_of = a.seq)
        ORDER BY a.seq LIMIT $3`,
      [bound.from, bound.through, settledAtOnce],
    );
    for (const { seq, body } of open) {
      const { action, objects } = JSON.parse(body) as {
        action: AuditAction;
        objects: { kind: string; id: string }[];
      };
      await transaction(async (tx) => {
        await fenced(tx, fence);
        recordUnknownOutcome(tx, { seq: Number(seq), action, objects });
      });
    }
    if (open.length > 0) log.warn({ attempts: open.length }, "commands without an outcome are now told as unknown");
    const all = open.length < settledAtOnce;
    const through = all ? bound.through : open.at(-1)?.seq;
    await pool().query("UPDATE audit_state SET settled_seq = greatest(settled_seq, $1)", [through]);
    return all ? undefined : 0;
  },
});

// now() and not clock_timestamp(): only what stands still can be looked up in the index of times.
async function prune(days: number, { fence }: DutyRun): Promise<number> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    const { rows } = await tx.query<{ first: string; last: string }>(
      `SELECT min(seq) AS first, max(seq) AS last FROM audit_entry
        WHERE at < now() - $1 * interval '1 day' HAVING count(*) > 0`,
      [days],
    );
    const old = rows[0];
    if (old === undefined) return 0;
    const through = Math.min(Number(old.last), Number(old.first) + prunedAtOnce - 1);
    const names = await holdNames(tx, through);
    const pruned = await tx.query<{ removed: number }>("SELECT audit_prune($1)::int AS removed", [through]);
    const removed = pruned.rows[0]?.removed ?? 0;
    if (removed === 0) return 0;
    const forgottenNames = await forgetUnmentioned(tx, names);
    const cuts = await tx.query<{ seq: string; hash: string }>(
      "SELECT seq, hash FROM audit_checkpoint ORDER BY seq DESC LIMIT 1",
    );
    const cut = { seq: Number(cuts.rows[0]?.seq ?? 0), hash: cuts.rows[0]?.hash ?? "" };
    await record(tx, "system", {
      action: "audit.prune",
      objects: [{ kind: "checkpoint", id: checkpointId(cut) }],
      details: { removed, through: cut.seq, days, forgottenNames },
    });
    return removed;
  });
}

/** Removes what is older than the log is kept, and tells of it in the log. */
export const auditRetention = duty({
  name: "audit.retention",
  every: "6h",
  staleAfter: "1h",
  async run(context) {
    const removed = await prune(await auditRetentionDays(), context);
    if (removed > 0) context.log.info({ removed }, "old audit entries were removed");
    return removed > 0 ? 0 : undefined;
  },
});

export const auditDuties: readonly Duty[] = [auditAnchor, auditVerification, auditSettling, auditRetention];
