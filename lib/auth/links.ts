/** Links with which invited people choose their first password, and others a new one after a reset. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { settings } from "@/lib/env";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { recordSignInEvent } from "./events";
import { forgive } from "./lock-out";
import type { Origin } from "./origin";
import { hashPassword } from "./password";
import { endSessionsOf } from "./session";
import { requireStrong } from "./strength";

export type LinkKind = "invite" | "reset";

/** Hours that a link is good for. */
export const LINK_HOURS: Record<LinkKind, number> = { invite: 7 * 24, reset: 24 };

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

export interface NewLink {
  path: string;
  expiresAt: Date;
}

/**
 * Makes a link for a person and returns its path, which is shown once and kept nowhere; the links they had are void.
 * Throws NotFoundError when there is no such person, ConflictError when they are disabled or sign in elsewhere.
 */
export async function createLink(userId: string, kind: LinkKind): Promise<NewLink> {
  const link = await transaction((tx) => makeLink(tx, userId, kind));
  await recordSignInEvent({ event: "link-made", userId, detail: kind });
  return link;
}

/** The same inside a transaction of whoever writes the entry for it. */
export async function makeLink(tx: pg.PoolClient, userId: string, kind: LinkKind): Promise<NewLink> {
  const token = randomBytes(32).toString("base64url");
  const { rows } = await tx.query<{ usable: boolean; elsewhere: boolean }>(
    `SELECT disabled_at IS NULL AND NOT demo AS usable, oidc_subject IS NOT NULL AS elsewhere
       FROM app_user WHERE id = $1 FOR UPDATE`,
    [userId],
  );
  const user = rows[0];
  if (user === undefined) throw new NotFoundError("There is no such person.");
  if (!user.usable) throw new ConflictError("This account is switched off.", { remedy: "Switch it on first." });
  if (user.elsewhere) {
    throw new ConflictError("This person signs in with the sign-in service and has no password here.", {
      remedy: "Their password is changed there.",
    });
  }
  await tx.query("DELETE FROM user_link WHERE user_id = $1 AND used_at IS NULL", [userId]);
  const made = await tx.query<{ expires_at: Date }>(
    `INSERT INTO user_link (id, user_id, kind, token_hash, expires_at)
     VALUES ($1, $2, $3, $4, now() + make_interval(hours => $5)) RETURNING expires_at`,
    [randomUUID(), userId, kind, hashOf(token), LINK_HOURS[kind]],
  );
  // Behind the #, which browsers keep to themselves: an address is written down by servers and proxies.
  return { path: `/welcome#${token}`, expiresAt: made.rows[0]?.expires_at as Date };
}

/** The person a link is for, as its page greets them. */
export interface OpenLink {
  userId: string;
  kind: LinkKind;
  email: string;
  name: string;
}

const OPEN = `
  SELECT u.id AS "userId", l.kind, u.email, u.name FROM user_link l JOIN app_user u ON u.id = l.user_id
   WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > now() AND u.disabled_at IS NULL`;

/** Null when the link was used, is too old, was replaced, or never existed. */
export async function openLink(token: string): Promise<OpenLink | null> {
  if (token.length > 100) return null;
  const { rows } = await pool().query<OpenLink>(OPEN, [hashOf(token)]);
  return rows[0] ?? null;
}

/** As its page greets the person. Throws NotFoundError for a link that is not good any more. */
export async function readLink(token: string): Promise<Omit<OpenLink, "userId">> {
  const link = await openLink(token);
  if (link === null) throw gone();
  const { kind, email, name } = link;
  return { kind, email, name };
}

export interface LinkUse {
  token: string;
  password: string;
  /** Taken from invited people, who may know better how they are called. */
  name?: string | undefined;
}

/**
 * Sets the password, once; every session of the account ends and its lock-out is over. Returns the e-mail to sign in
 * with. Throws NotFoundError for a link that is not good any more, InvalidInputError for a weak password.
 */
export async function useLink({ token, password, name }: LinkUse, { address }: Origin): Promise<{ email: string }> {
  const link = await openLink(token);
  if (link === null) throw gone();
  await requireStrong(password, [link.email, link.name, name ?? ""]);
  const passwordHash = await hashPassword(password);
  await transaction(async (tx) => {
    const { rowCount } = await tx.query(
      "UPDATE user_link SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now()",
      [hashOf(token)],
    );
    if (rowCount !== 1) throw gone();
    await tx.query(
      `UPDATE app_user SET password_hash = $2, password_changed_at = now(), name = coalesce($3, name) WHERE id = $1`,
      [link.userId, passwordHash, link.kind === "invite" ? (name ?? null) : null],
    );
    await endSessionsOf(link.userId, null, tx);
    await publish(tx, { topic: "access", userId: link.userId });
  });
  await forgive(link.email);
  await recordSignInEvent({ event: "link-used", userId: link.userId, address, detail: link.kind });
  return { email: link.email };
}

function gone(): NotFoundError {
  return new NotFoundError("This link is not good any more.", {
    remedy: `Ask an administrator for a new one. The console's address is ${settings().publicUrl}.`,
  });
}
