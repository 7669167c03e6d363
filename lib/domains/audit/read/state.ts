import { anchorPublicKey } from "@/lib/audit/anchors";
import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { pool } from "@/lib/db/client";
import { settings } from "@/lib/env";
import type { AuditSoundness } from "@/lib/domains/health/schema";
import { setting } from "@/lib/domains/settings/read";
import type { AuditFinding, AuditState } from "../schema";

/** How long entries are kept: the one place to ask. The database keeps each for 30 days whatever this says. */
export function auditRetentionDays(): Promise<number> {
  return setting("retention.audit");
}

interface StateRow {
  since: Date | null;
  entries: number;
  verifiedSeq: string;
  verifiedAt: Date | null;
  fullAt: Date | null;
  verifying: boolean;
  findings: AuditFinding[];
  findingCount: number;
  broken: boolean;
  anchoredSeq: string;
  anchoredAt: Date | null;
  sentAt: Date | null;
  sendError: string | null;
  mayWrite: boolean;
  guarded: boolean;
}

const iso = (date: Date | null) => date?.toISOString() ?? null;

async function stateRow(): Promise<StateRow> {
  const { rows } = await pool().query<StateRow>(
    `SELECT (SELECT at FROM audit_entry ORDER BY seq LIMIT 1) AS since,
            (h.seq - coalesce((SELECT max(seq) FROM audit_checkpoint), 0))::float8 AS entries,
            s.verified_seq AS "verifiedSeq", s.verified_at AS "verifiedAt", s.full_at AS "fullAt",
            coalesce(s.requested_at > coalesce(s.full_at, '-infinity'), false) AS verifying,
            s.findings, s.finding_count AS "findingCount",
            jsonb_path_exists(s.findings, '$[*] ? (!exists(@.notice) || @.notice == false)') AS broken,
            s.anchored_seq AS "anchoredSeq", s.anchored_at AS "anchoredAt", s.sent_at AS "sentAt",
            s.send_error AS "sendError",
            has_table_privilege('audit_entry', 'INSERT, UPDATE, DELETE, TRUNCATE') AS "mayWrite",
            (SELECT count(*) FROM pg_trigger WHERE tgrelid = 'audit_entry'::regclass AND tgenabled IN ('O', 'A')
                AND tgname IN ('audit_entry_append_only', 'audit_entry_no_truncate')) = 2 AS guarded
       FROM audit_head h, audit_state s`,
  );
  const row = rows[0];
  if (row === undefined)
    throw new Error("The audit log's head or state is missing: restore the database from a backup.");
  return row;
}

const wordOf = ({ broken, verifiedAt }: StateRow): AuditState["state"] =>
  broken ? "broken" : verifiedAt === null ? "unverified" : "intact";

/** How the log stands. Throws ForbiddenError, also for somebody who is limited to areas. */
export async function readAuditState(actor: Actor): Promise<AuditState> {
  permit(actor, "audit:read");
  permitEverywhere(actor);
  const [row, retentionDays] = await Promise.all([stateRow(), auditRetentionDays()]);
  return {
    state: wordOf(row),
    since: iso(row.since),
    entries: row.entries,
    verifiedAt: iso(row.verifiedAt),
    verifiedThrough: Number(row.verifiedSeq),
    fullAt: iso(row.fullAt),
    verifying: row.verifying,
    findings: row.findings,
    findingCount: row.findingCount,
    anchor: row.anchoredAt === null ? null : { seq: Number(row.anchoredSeq), at: row.anchoredAt.toISOString() },
    webhook: settings().auditWebhook === null ? null : { sentAt: iso(row.sentAt), error: row.sendError },
    publicKey: anchorPublicKey(),
    protection: !row.guarded ? "none" : row.mayWrite ? "trigger" : "privileges",
    retentionDays,
  };
}

/** The same in short, for health, which has its own permission. */
export async function auditSoundness(): Promise<AuditSoundness> {
  const row = await stateRow();
  return { state: wordOf(row), verifiedAt: iso(row.verifiedAt), findingCount: row.findingCount };
}

/** For the banner of every page: whether the log is known to be broken; null for those who may not know. */
export async function isAuditBroken(actor: Actor): Promise<boolean | null> {
  if (!may(actor, "audit:read") || actor.areaIds !== null) return null;
  return (await auditSoundness()).state === "broken";
}
