/** Signing in with an identity provider: who it is follows from the subject, the role from a claim, each time anew. */
import { randomUUID } from "node:crypto";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { record } from "@/lib/audit/record";
import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { settings, type OidcSettings } from "@/lib/env";
import { log } from "@/lib/log";
import { recordSignInEvent } from "./events";
import { isLastManager, lockPeople } from "./managing";
import type { Origin } from "./origin";
import { isRole, permissionsOf, type Role } from "./roles";
import { createSession, endSessionsOf } from "./session";

/** Words that reach the sign-in page as `error`. */
export type OidcRefusal = "OidcNoRole" | "OidcNoEmail" | "OidcEmailTaken" | "OidcDisabled";

const Claims = z.looseObject({
  iss: z.string().min(1),
  sub: z.string().min(1).max(255),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  /** Seconds since the epoch: when the person last really proved who they are there. */
  auth_time: z.number().optional(),
});
export type Claims = z.infer<typeof Claims>;

/** A dotted path leads into objects: `realm_access.roles`. */
function groupsIn(claims: Claims, path: string): string[] {
  const found = path in claims ? claims[path] : path.split(".").reduce<unknown>(inside, claims);
  return z
    .array(z.string())
    .catch([])
    .parse(typeof found === "string" ? [found] : found);
}

function inside(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** The role of the first group in the settings' map that this person is in, or null. */
export function roleFor(claims: Claims, { roleClaim, roleMap }: OidcSettings): Role | null {
  const groups = new Set(groupsIn(claims, roleClaim));
  const role = Object.entries(roleMap).find(([group]) => groups.has(group))?.[1];
  if (role === undefined) return null;
  if (isRole(role)) return role;
  log.error({ about: role }, "GATEHOUSE_OIDC_ROLE_MAP names a role that does not exist");
  return null;
}

interface Account {
  id: string;
  disabled: boolean;
}

async function accountOf(subject: string): Promise<Account | undefined> {
  const { rows } = await pool().query<Account>(
    "SELECT id, disabled_at IS NOT NULL AS disabled FROM app_user WHERE oidc_subject = $1",
    [subject],
  );
  return rows[0];
}

/** An e-mail that an account has already is never taken over: who controls a mailbox there is not known here. */
async function newAccount(claims: Claims, subject: string, role: Role): Promise<Account | OidcRefusal> {
  const { email } = claims;
  if (email === undefined || claims.email_verified === false) return "OidcNoEmail";
  const name = (claims.name ?? claims.preferred_username ?? email).trim().slice(0, 100) || email;
  await pool().query(
    `INSERT INTO app_user (id, email, name, role, oidc_subject) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [randomUUID(), email, name, role, subject],
  );
  // Also when two first sign-ins came at once and the other one made it.
  return (await accountOf(subject)) ?? "OidcEmailTaken";
}

export interface OidcUser {
  userId: string;
  sessionId: string;
}

/** Finds or makes the account of these claims, gives it its present role, and opens a session. */
export async function oidcSignIn(given: unknown, origin: Origin): Promise<OidcUser | { refusal: OidcRefusal }> {
  const { oidc } = settings();
  if (oidc === null) throw new Error("no identity provider is configured");
  const claims = Claims.parse(given);
  const subject = `${claims.iss} ${claims.sub}`;
  const role = roleFor(claims, oidc);
  const account =
    role === null
      ? await accountOf(subject)
      : ((await accountOf(subject)) ?? (await newAccount(claims, subject, role)));
  const refusal = refusalOf(account, role);
  if (refusal !== null || typeof account !== "object" || role === null) {
    const userId = typeof account === "object" ? account.id : null;
    const word = refusal ?? "OidcNoRole";
    if (userId !== null && word === "OidcNoRole") await shutOut(userId);
    await recordSignInEvent({ event: "oidc-refused", userId, address: origin.address, detail: word });
    return { refusal: word };
  }
  await giveRole(account.id, role);
  const provedSecondsAgo = claims.auth_time === undefined ? null : Math.max(0, Date.now() / 1_000 - claims.auth_time);
  const sessionId = await createSession(account.id, origin, { method: "oidc", provedSecondsAgo });
  await recordSignInEvent({ event: "sign-in", userId: account.id, sessionId, address: origin.address, detail: "oidc" });
  return { userId: account.id, sessionId };
}

/**
 * The role of the day, in open sessions too. The last who manages users keeps theirs whatever the provider says, as
 * nobody could give it back; the entry says so.
 */
async function giveRole(id: string, role: Role): Promise<void> {
  await transaction(async (tx) => {
    await lockPeople(tx);
    const { rows } = await tx.query<{ name: string; role: string }>(
      "SELECT name, role FROM app_user WHERE id = $1 AND role <> $2 FOR NO KEY UPDATE",
      [id, role],
    );
    const user = rows[0];
    if (user === undefined) return;
    const kept = !permissionsOf(role).includes("users:manage") && (await isLastManager(tx, id));
    if (!kept) await tx.query("UPDATE app_user SET role = $2 WHERE id = $1", [id, role]);
    await record(tx, "system", {
      action: "user.change",
      result: kept ? "refused" : "done",
      objects: [{ kind: "user", id, name: user.name }],
      details: {
        changed: { role: { before: user.role, after: role } },
        by: "identity provider",
        ...(kept ? { why: "nobody else could manage users: the role stays" } : {}),
      },
    });
    if (!kept) await publish(tx, { topic: "access", userId: id });
  });
}

/** Who has no group any more stays nowhere signed in; the account waits for the day they are back. */
async function shutOut(userId: string): Promise<void> {
  const ended = await transaction(async (tx) => {
    const ids = await endSessionsOf(userId, null, tx);
    if (ids.length > 0) await publish(tx, { topic: "access", userId });
    return ids;
  });
  for (const sessionId of ended) {
    await recordSignInEvent({ event: "session-ended", userId, sessionId, detail: "no role at the identity provider" });
  }
}

function refusalOf(account: Account | OidcRefusal | undefined, role: Role | null): OidcRefusal | null {
  if (typeof account === "string") return account;
  if (account?.disabled === true) return "OidcDisabled";
  return role === null ? "OidcNoRole" : null;
}

/** What next-auth needs to know; discovery happens at the first use, so a provider that is down stops nobody else. */
export function oidcProvider({ issuer, clientId, clientSecret, name }: OidcSettings): OAuthConfig<Claims> {
  return {
    id: "oidc",
    name,
    type: "oauth",
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    httpOptions: { timeout: 5_000 },
    userinfo: {
      // Some providers put groups into the id token, some into the user info. What is signed wins.
      request: async ({ client, tokens }) => {
        refuseOtherIssuer(String(client.issuer.metadata["issuer"]), issuer);
        return {
          ...(client.issuer.metadata["userinfo_endpoint"] === undefined ? {} : await client.userinfo(asSet(tokens))),
          ...asSet(tokens).claims(),
        };
      },
    },
    profile: ({ sub }) => ({ id: sub }),
  };
}

/** next-auth's client believes whatever issuer the metadata name. A slash at the end is no other issuer. */
function refuseOtherIssuer(named: string, issuer: string): void {
  const bare = (address: string) => address.replace(/\/$/, "");
  if (bare(named) === bare(issuer)) return;
  throw new Error(`the identity provider calls itself ${named}, not ${issuer} as GATEHOUSE_OIDC_ISSUER says`);
}

type Asked = Parameters<NonNullable<Extract<OAuthConfig<Claims>["userinfo"], { request?: unknown }>["request"]>>[0];
type Tokens = Exclude<Parameters<Asked["client"]["userinfo"]>[0], string>;

/** next-auth's types hide that these are openid-client's own tokens, whose signature it has checked. */
const asSet = (tokens: Asked["tokens"]): Tokens => tokens as Tokens;
