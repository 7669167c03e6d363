/**
 * Sessions are rows. The cookie is next-auth's encrypted token and carries the row's id alone; the row is read on
 * every request, so that ending it, disabling the user or changing the role takes effect at once.
 */
import { randomUUID } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import { settings } from "@/lib/env";
import { derivedKey } from "@/lib/secrets";
import { ACTOR_COLUMNS, actorFrom, type Actor, type ActorRow } from "./actor";
import type { Origin } from "./origin";

/** However active, a session ends after a long shift. */
export const SESSION_MAX_SECONDS = 12 * 60 * 60;
/** Guards watch without clicking: a shift without a single request ends the session. */
export const SESSION_IDLE_SECONDS = 8 * 60 * 60;
/** How long a step-up counts. */
export const STEP_UP_SECONDS = 5 * 60;
/** `last_seen_at` is written at most this often. */
export const SESSION_TOUCH_SECONDS = 60;

export function isSecure(): boolean {
  return settings().publicUrl.startsWith("https://");
}

/** Browsers take `__Host-` only over https, for this very host and path `/`. */
export function cookieName(
  name: "session-token" | "csrf-token" | "callback-url" | "pkce.code_verifier" | "state" | "nonce",
): string {
  return `${isSecure() ? "__Host-" : ""}next-auth.${name}`;
}

export const signInSecret = (): string => derivedKey("sign-in").toString("hex");

/** The value of the session cookie; next-auth makes the same. */
export function sessionToken(sessionId: string): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: signInSecret(), maxAge: SESSION_MAX_SECONDS });
}

async function sessionIdOf(token: string): Promise<string | null> {
  try {
    const claims = await decode({ token, secret: signInSecret() });
    return typeof claims?.["sid"] === "string" ? claims["sid"] : null;
  } catch {
    // Made with another secret, changed, or past its time.
    return null;
  }
}

/** How a session was opened; a password may have been followed by a code. */
export type SignInMethod = "password" | "password-code" | "recovery-code" | "oidc";

export interface OpenSession {
  actor: Actor;
  expiresAt: Date;
  method: SignInMethod;
  /** The desk is locked: the session waits, and nothing is shown or done with it. */
  locked: boolean;
  /** The person's role must have codes and they have none: they set them up before anything else. */
  lacksCodes: boolean;
  /** The person has proved who they are within the last STEP_UP_SECONDS. */
  steppedUp: boolean;
}

interface SessionRow extends ActorRow {
  expiresAt: Date;
  method: SignInMethod;
  locked: boolean;
  lacksCodes: boolean;
  steppedUp: boolean;
  touch: boolean;
}

/**
 * Of an `app_user u`. Who signs in elsewhere is asked there; demo accounts have a password that everybody knows, so codes
 * would lock others out.
 */
const LACKS_CODES = `(u.password_hash IS NOT NULL AND u.totp_confirmed_at IS NULL AND NOT u.demo
  AND EXISTS (SELECT 1 FROM second_factor_role f WHERE f.role = u.role))`;

const OPEN_SESSION = `
  SELECT ${ACTOR_COLUMNS}, s.expires_at AS "expiresAt", s.method, s.locked_at IS NOT NULL AS locked,
         coalesce(s.stepped_up_at > now() - make_interval(secs => $5), false) AS "steppedUp",
         s.last_seen_at < now() - make_interval(secs => $3) AS touch, ${LACKS_CODES} AS "lacksCodes"
    FROM session s JOIN app_user u ON u.id = s.user_id LEFT JOIN custom_role r ON r.id::text = u.role
   WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > now()
     AND s.last_seen_at > now() - make_interval(secs => $2)
     AND u.disabled_at IS NULL AND ($4 OR NOT u.demo)`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The session as it stands now, or null when it is over for whatever reason; marks it as seen. */
export async function openSession(sessionId: string): Promise<OpenSession | null> {
  if (!UUID.test(sessionId)) return null;
  const sandbox = settings().mode === "sandbox";
  const { rows } = await pool().query<SessionRow>(OPEN_SESSION, [
    sessionId,
    SESSION_IDLE_SECONDS,
    SESSION_TOUCH_SECONDS,
    sandbox,
    STEP_UP_SECONDS,
  ]);
  const row = rows[0];
  const actor = row === undefined ? null : actorFrom(row, sessionId);
  if (row === undefined || actor === null) return null;
  if (row.touch) await pool().query("UPDATE session SET last_seen_at = now() WHERE id = $1", [sessionId]);
  const { expiresAt, method, locked, lacksCodes, steppedUp } = row;
  return { actor, expiresAt, method, locked, lacksCodes, steppedUp };
}

/**
 * The user as they stand now, for work that goes on in their name without a session (`sessionId` is empty). Null when
 * the account is disabled or gone.
 */
export async function actorOf(userId: string, db: Queryable = pool()): Promise<Actor | null> {
  const { rows } = await db.query<ActorRow>(
    `SELECT ${ACTOR_COLUMNS} FROM app_user u LEFT JOIN custom_role r ON r.id::text = u.role
      WHERE u.id = $1 AND u.disabled_at IS NULL AND ($2 OR NOT u.demo)`,
    [userId, settings().mode === "sandbox"],
  );
  return rows[0] === undefined ? null : actorFrom(rows[0], "");
}

function cookieOf(header: string | null, name: string): string | undefined {
  const pair = header?.split(";").find((part) => part.trim().startsWith(`${name}=`));
  return pair?.slice(pair.indexOf("=") + 1).trim();
}

async function cookieValue(request: Pick<Request, "headers"> | undefined): Promise<string | undefined> {
  if (request !== undefined) return cookieOf(request.headers.get("cookie"), cookieName("session-token"));
  const { cookies } = await import("next/headers");
  // Before any setting is read: while Next builds, this is where it learns that the page needs a request.
  const jar = await cookies();
  return jar.get(cookieName("session-token"))?.value;
}

/** The session that asks, locked or not: from `request` in a route, from Next's own request in a page. */
export async function currentSession(request?: Pick<Request, "headers">): Promise<OpenSession | null> {
  const token = await cookieValue(request);
  const sessionId = token === undefined ? null : await sessionIdOf(token);
  return sessionId === null ? null : openSession(sessionId);
}

/** Who acts in this session. Null when nobody is signed in, the desk is locked, or codes are to be set up first. */
export function actorIn(session: OpenSession | null): Actor | null {
  return session === null || session.locked || session.lacksCodes ? null : session.actor;
}

/** Who asks; see `actorIn`. */
export async function currentActor(request?: Pick<Request, "headers">): Promise<Actor | null> {
  return actorIn(await currentSession(request));
}

/** Opens a session and returns its id. `provedSecondsAgo`: when the person proved who they are, where that is known. */
export async function createSession(
  userId: string,
  { address, userAgent }: Origin,
  { method = "password", provedSecondsAgo = null }: { method?: SignInMethod; provedSecondsAgo?: number | null } = {},
): Promise<string> {
  const id = randomUUID();
  await pool().query(
    `INSERT INTO session (id, user_id, expires_at, address, user_agent, method, stepped_up_at)
     VALUES ($1, $2, now() + make_interval(secs => $3), $4, $5, $6, now() - make_interval(secs => $7))`,
    [id, userId, SESSION_MAX_SECONDS, address, userAgent?.slice(0, 300) ?? null, method, provedSecondsAgo],
  );
  return id;
}

/** Marks a session's person as having proved who they are. */
export async function stepUp(sessionId: string): Promise<void> {
  await pool().query("UPDATE session SET stepped_up_at = now() WHERE id = $1", [sessionId]);
}

/** Locks or unlocks the desk; unlocking takes a proof, so it steps up as well. */
export async function setLocked(sessionId: string, locked: boolean): Promise<void> {
  await pool().query(
    `UPDATE session SET locked_at = CASE WHEN $2 THEN coalesce(locked_at, now()) END,
            stepped_up_at = CASE WHEN $2 THEN NULL ELSE now() END WHERE id = $1`,
    [sessionId, locked],
  );
}

/** Ends a session at once, wherever its cookie still is. Returns whose it was, or null when it was over already. */
export async function endSession(sessionId: string): Promise<string | null> {
  if (!UUID.test(sessionId)) return null;
  const { rows } = await pool().query<{ user_id: string }>(
    "UPDATE session SET ended_at = now() WHERE id = $1 AND ended_at IS NULL AND expires_at > now() RETURNING user_id",
    [sessionId],
  );
  return rows[0]?.user_id ?? null;
}

/** Ends all open sessions of a person, but the one to spare. Returns their ids. */
export async function endSessionsOf(userId: string, spare: string | null = null, on: Queryable = pool()) {
  const { rows } = await on.query<{ id: string }>(
    `UPDATE session SET ended_at = now()
      WHERE user_id = $1 AND ended_at IS NULL AND expires_at > now() AND id IS DISTINCT FROM $2 RETURNING id`,
    [userId, spare],
  );
  return rows.map(({ id }) => id);
}
