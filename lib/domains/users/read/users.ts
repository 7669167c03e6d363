import { actorFrom, type Actor, type ActorRow } from "@/lib/auth/actor";
import { browserName } from "@/lib/auth/browser-name";
import { permitManaging } from "@/lib/auth/managing";
import { may } from "@/lib/auth/roles";
import { SESSION_IDLE_SECONDS } from "@/lib/auth/session";
import { pool } from "@/lib/db/client";
import { roleInWords } from "@/lib/domains/roles/terms";
import { matching } from "@/lib/domains/sync/read";
import { settings } from "@/lib/env";
import { NotFoundError } from "@/lib/errors";
import { listPage } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import type { UserDetail, UserItem, UserQuery, UserSession } from "../schema";
import type { UserState } from "../terms";

interface UserRow {
  id: string;
  name: string;
  email: string;
  role: string;
  customName: string | null;
  customPermissions: string[] | null;
  areas: { id: string; name: string | null }[] | null;
  secondFactor: boolean;
  elsewhere: boolean;
  breakGlass: boolean;
  lastSignInAt: Date | null;
  state: UserState;
}

const state = `CASE WHEN u.erased_at IS NOT NULL THEN 'erased' WHEN u.disabled_at IS NOT NULL THEN 'disabled'
  WHEN u.password_hash IS NULL AND u.oidc_subject IS NULL THEN 'waiting' ELSE 'active' END`;

const select = `u.id, u.name, u.email, u.role, r.name AS "customName", r.permissions AS "customPermissions",
  CASE WHEN u.scoped THEN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', i, 'name', a.name)
                                                     ORDER BY gh_fold(a.name), i), '[]')
                             FROM unnest(u.area_ids) AS i LEFT JOIN area a ON a.id = i) END AS areas,
  u.totp_confirmed_at IS NOT NULL AS "secondFactor", u.oidc_subject IS NOT NULL AS elsewhere,
  u.break_glass AS "breakGlass", u.last_sign_in_at AS "lastSignInAt", ${state} AS state`;

const from = "app_user u LEFT JOIN custom_role r ON r.id::text = u.role";

const sortable = {
  name: { sql: "(gh_fold(u.name) || E'\\n' || u.name)" },
  email: { sql: "u.email" },
  lastSignIn: { sql: "u.last_sign_in_at", type: "timestamptz", nullable: true },
} as const;

function toItem({ customName, customPermissions: _, lastSignInAt, role, ...row }: UserRow): UserItem {
  return {
    ...row,
    role: { id: role, name: roleInWords(role, customName) },
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
  };
}

/** A page of the people with an account. Throws ForbiddenError; BadRequestError for a cursor of another list. */
export async function listUsers(actor: Actor, query: UserQuery): Promise<Listing<UserItem>> {
  permitManaging(actor);
  return listPage<UserRow, UserItem, keyof typeof sortable>({
    db: pool(),
    noun: "users",
    query: { ...query },
    sortable,
    select,
    from,
    id: "u.id::text",
    where: (parameters) => {
      const where = matching("gh_fold(u.name || ' ' || u.email)", query.q, parameters);
      // Demo accounts cannot sign in elsewhere, so they are nobody there.
      if (settings().mode !== "sandbox") where.push("NOT u.demo");
      if (query.role !== undefined) where.push(`u.role = ANY (${parameters.add(query.role)})`);
      if (query.state !== undefined) where.push(`${state} = ANY (${parameters.add(query.state)})`);
      // Who is not there any more is shown to those who ask.
      else where.push("u.erased_at IS NULL");
      return where;
    },
    item: toItem,
    syncedAt: null,
  });
}

interface SessionRow {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  address: string | null;
  userAgent: string | null;
}

async function openSessions(actor: Actor, userId: string): Promise<UserSession[]> {
  const { rows } = await pool().query<SessionRow>(
    `SELECT id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt", address,
            user_agent AS "userAgent"
       FROM session WHERE user_id = $1 AND ended_at IS NULL AND expires_at > now()
        AND last_seen_at > now() - make_interval(secs => $2) ORDER BY last_seen_at DESC, id`,
    [userId, SESSION_IDLE_SECONDS],
  );
  return rows.map(({ id, createdAt, lastSeenAt, expiresAt, address, userAgent }) => ({
    id,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    address,
    browser: browserName(userAgent),
    own: id === actor.sessionId,
  }));
}

async function openLinks(userId: string): Promise<UserDetail["links"]> {
  const { rows } = await pool().query<{ kind: string; createdAt: Date; expiresAt: Date }>(
    `SELECT kind, created_at AS "createdAt", expires_at AS "expiresAt" FROM user_link
      WHERE user_id = $1 AND used_at IS NULL AND expires_at > now() ORDER BY created_at DESC`,
    [userId],
  );
  return rows.map(({ kind, createdAt, expiresAt }) => ({
    kind,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }));
}

interface DetailRow extends UserRow {
  createdAt: Date;
  disabledAt: Date | null;
  erasedAt: Date | null;
  demo: boolean;
}

/** One person with an account. Throws ForbiddenError, NotFoundError. */
export async function readUser(actor: Actor, id: string): Promise<UserDetail> {
  permitManaging(actor);
  const { rows } = await pool().query<DetailRow>(
    `SELECT ${select}, u.created_at AS "createdAt", u.disabled_at AS "disabledAt", u.erased_at AS "erasedAt", u.demo
       FROM ${from} WHERE u.id = $1 AND ($2 OR NOT u.demo)`,
    [id, settings().mode === "sandbox"],
  );
  const row = rows[0];
  if (row === undefined) {
    throw new NotFoundError("There is no user with this id.", { remedy: "Look at the list of users again." });
  }
  const [sessions, links] = await Promise.all([openSessions(actor, id), openLinks(id)]);
  const { createdAt, disabledAt, erasedAt, demo, ...rest } = row;
  const asActor: ActorRow = { ...rest, userId: id, areaIds: null };
  return {
    ...toItem(rest),
    createdAt: createdAt.toISOString(),
    disabledAt: disabledAt?.toISOString() ?? null,
    erasedAt: erasedAt?.toISOString() ?? null,
    demo,
    own: id === actor.userId,
    beyond: (actorFrom(asActor, "")?.permissions ?? []).filter((permission) => !may(actor, permission)),
    sessions,
    links,
  };
}
