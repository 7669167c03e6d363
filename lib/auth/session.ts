/**
 * Sessions are rows. The cookie is next-auth's encrypted token and carries the row's id alone; the row is read on
 * every request, so that ending it, disabling the user or changing the role takes effect at once.
 */
import { randomUUID } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { pool } from "@/lib/db/client";
import { settings } from "@/lib/env";
import { derivedKey } from "@/lib/secrets";
import { ACTOR_COLUMNS, actorFrom, type Actor, type ActorRow } from "./actor";

/** However active, a session ends after a long shift. */
export const SESSION_MAX_SECONDS = 12 * 60 * 60;
/** Guards watch without clicking: a shift without a single request ends the session. */
export const SESSION_IDLE_SECONDS = 8 * 60 * 60;
/** `last_seen_at` is written at most this often. */
export const SESSION_TOUCH_SECONDS = 60;

export function isSecure(): boolean {
  return settings().publicUrl.startsWith("https://");
}

/** Browsers take `__Host-` only over https, for this very host and path `/`. */
export function cookieName(name: "session-token" | "csrf-token" | "callback-url"): string {
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

export interface OpenSession {
  actor: Actor;
  expiresAt: Date;
}

interface SessionRow extends ActorRow {
  expiresAt: Date;
  touch: boolean;
}

const OPEN_SESSION = `
  SELECT ${ACTOR_COLUMNS}, s.expires_at AS "expiresAt",
         s.last_seen_at < now() - make_interval(secs => $3) AS touch
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
  ]);
  const row = rows[0];
  const actor = row === undefined ? null : actorFrom(row, sessionId);
  if (row === undefined || actor === null) return null;
  if (row.touch) await pool().query("UPDATE session SET last_seen_at = now() WHERE id = $1", [sessionId]);
  return { actor, expiresAt: row.expiresAt };
}

/**
 * The user as they stand now, for work that goes on in their name without a session (`sessionId` is empty). Null when
 * the account is disabled or gone.
 */
export async function actorOf(userId: string): Promise<Actor | null> {
  const { rows } = await pool().query<ActorRow>(
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

/** Who asks: from `request` in a route, from Next's own request in a page. Null when nobody is signed in. */
export async function currentActor(request?: Pick<Request, "headers">): Promise<Actor | null> {
  const token = await cookieValue(request);
  const sessionId = token === undefined ? null : await sessionIdOf(token);
  return sessionId === null ? null : ((await openSession(sessionId))?.actor ?? null);
}

/** Where a session was opened from, as shown to its owner later. */
export interface Origin {
  address: string | null;
  userAgent: string | null;
}

/** Opens a session and returns its id. */
export async function createSession(userId: string, { address, userAgent }: Origin): Promise<string> {
  const id = randomUUID();
  await pool().query(
    `INSERT INTO session (id, user_id, expires_at, address, user_agent)
     VALUES ($1, $2, now() + make_interval(secs => $3), $4, $5)`,
    [id, userId, SESSION_MAX_SECONDS, address, userAgent?.slice(0, 300) ?? null],
  );
  return id;
}

/** Ends a session at once, wherever its cookie still is. */
export async function endSession(sessionId: string): Promise<void> {
  if (!UUID.test(sessionId)) return;
  await pool().query("UPDATE session SET ended_at = now() WHERE id = $1 AND ended_at IS NULL", [sessionId]);
}
