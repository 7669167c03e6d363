import type { Actor } from "@/lib/auth/actor";
import { browserName } from "@/lib/auth/browser-name";
import { proofChoice } from "@/lib/auth/proof";
import { recoveryCodesLeft } from "@/lib/auth/recovery-codes";
import { SESSION_IDLE_SECONDS } from "@/lib/auth/session";
import { pool } from "@/lib/db/client";
import { roleInWords } from "@/lib/domains/roles/terms";
import { settings } from "@/lib/env";
import { UnauthenticatedError } from "@/lib/errors";
import type { AccountInfo, OwnSession, ProofChoice } from "./schema";

export { readLink } from "@/lib/auth/links";

interface AccountRow {
  name: string;
  email: string;
  role: string;
  custom_name: string | null;
  has_password: boolean;
  password_changed_at: Date | null;
  totp_confirmed_at: Date | null;
  elsewhere: boolean;
  codes_required: boolean;
}

async function accountRow({ userId }: Actor): Promise<AccountRow> {
  const { rows } = await pool().query<AccountRow>(
    `SELECT u.name, u.email, u.role, r.name AS custom_name, u.password_hash IS NOT NULL AS has_password,
            u.password_changed_at, u.totp_confirmed_at, u.oidc_subject IS NOT NULL AS elsewhere,
            NOT u.demo AND EXISTS (SELECT 1 FROM second_factor_role f WHERE f.role = u.role) AS codes_required
       FROM app_user u LEFT JOIN custom_role r ON r.id::text = u.role WHERE u.id = $1`,
    [userId],
  );
  if (rows[0] === undefined) throw new UnauthenticatedError();
  return rows[0];
}

interface SessionRow {
  id: string;
  method: OwnSession["method"];
  address: string | null;
  user_agent: string | null;
  created_at: Date;
  last_seen_at: Date;
  locked: boolean;
}

/** Open sessions of the person, the present one first, then as last seen. */
export async function listOwnSessions({ userId, sessionId }: Actor): Promise<OwnSession[]> {
  const { rows } = await pool().query<SessionRow>(
    `SELECT id, method, address, user_agent, created_at, last_seen_at, locked_at IS NOT NULL AS locked FROM session
      WHERE user_id = $1 AND ended_at IS NULL AND expires_at > now()
        AND last_seen_at > now() - make_interval(secs => $3)
      ORDER BY (id = $2) DESC, last_seen_at DESC, id`,
    [userId, sessionId, SESSION_IDLE_SECONDS],
  );
  return rows.map((row) => ({
    id: row.id,
    method: row.method,
    address: row.address,
    browser: browserName(row.user_agent),
    startedAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    locked: row.locked,
    current: row.id === sessionId,
  }));
}

export async function readAccount(actor: Actor): Promise<AccountInfo> {
  const [row, sessions, recoveryLeft] = await Promise.all([
    accountRow(actor),
    listOwnSessions(actor),
    recoveryCodesLeft(actor.userId),
  ]);
  const { name, email, role, password_changed_at: changedAt, totp_confirmed_at: since } = row;
  return {
    name,
    email,
    role: roleInWords(role, row.custom_name),
    password: row.has_password ? { changedAt: changedAt?.toISOString() ?? null } : null,
    provider: providerOf(row.elsewhere),
    totp: since === null ? null : { since: since.toISOString(), recoveryCodesLeft: recoveryLeft },
    codesRequired: row.codes_required,
    sessions,
  };
}

const providerOf = (elsewhere: boolean): string | null => (elsewhere ? (settings().oidc?.name ?? null) : null);

export async function readProofChoice(actor: Actor): Promise<ProofChoice> {
  const [choice, { elsewhere }] = await Promise.all([proofChoice(actor.userId), accountRow(actor)]);
  return { ...choice, provider: providerOf(elsewhere) };
}
