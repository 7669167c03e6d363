/** Who may do what to whose account, and what comes of it at once. */
import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import { openLink } from "@/lib/auth/links";
import type { Permission } from "@/lib/auth/roles";
import { createSession, openSession } from "@/lib/auth/session";
import { signIn } from "@/lib/auth/sign-in";
import { pool } from "@/lib/db/client";
import { addRole } from "@/lib/domains/roles/write";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { listUsers, readUser } from "./read/users";
import { Invitation, UserChange, UserQuery, type UserFilters } from "./schema";
import { changeUser } from "./write/change-user";
import { disableUser, enableUser } from "./write/disable-user";
import { endUserSessions } from "./write/end-sessions";
import { eraseUser } from "./write/erase-user";
import { inviteUser } from "./write/invite-user";
import { resetUser } from "./write/reset-user";

const origin = { address: "192.0.2.1", userAgent: "test" };

/** Somebody with a custom role of these permissions. */
async function withPermissions(permissions: readonly Permission[]): Promise<Actor> {
  const { id } = await addRole(await make.actor(), { name: `Role ${randomUUID()}`, permissions: [...permissions] });
  const user = await make.user();
  await pool().query("UPDATE app_user SET role = $2 WHERE id = $1", [user.id, id]);
  const open = await openSession(await createSession(user.id, origin));
  if (open === null) throw new Error("no session");
  return open.actor;
}

async function area(id: string): Promise<string> {
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id) VALUES ($1, 'Hall', 'hall', ARRAY[$1], '{Hall}', '', 1)`,
    [id],
  );
  return id;
}

interface Entry {
  action: string;
  body: { actor: { id: string }; objects: { id: string }[] };
  data: Record<string, unknown> | null;
}

/** What the audit log says of one account, oldest first. */
async function entriesAbout(id: string): Promise<Entry[]> {
  const { rows } = await pool().query<Entry>(
    `SELECT action, body::jsonb AS body, data FROM audit_entry e LEFT JOIN audit_detail d ON d.seq = e.seq
      WHERE (body::jsonb -> 'objects') @> $1::jsonb ORDER BY e.seq`,
    [JSON.stringify([{ kind: "user", id }])],
  );
  return rows;
}

async function accessEvents(id: string): Promise<number> {
  const { rows } = await pool().query("SELECT 1 FROM bus_event WHERE payload = $1::jsonb", [
    JSON.stringify({ topic: "access", userId: id }),
  ]);
  return rows.length;
}

const actorNow = async ({ sessionId }: Actor) => (await openSession(sessionId))?.actor ?? null;
const invitation = (more: Partial<Invitation> = {}): Invitation => ({
  ...{ name: "Ana Ozola", email: `ana-${randomUUID()}@example.com`, role: "guard", areaIds: null },
  ...more,
});
const list = (actor: Actor, filters: UserFilters = {}) => listUsers(actor, UserQuery.parse(filters));

dbTest("an invited person is there without a password, with a link that opens once and is kept nowhere", async () => {
  const actor = await make.actor();
  const hall = await area("hall");
  const invited = invitation({ areaIds: [hall] });
  const { userId, path, expiresAt } = await inviteUser(actor, invited);
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  const token = path.replace("/welcome#", "");
  expect(await openLink(token)).toMatchObject({ userId, kind: "invite", email: invited.email });
  const found = await readUser(actor, userId);
  expect(found).toMatchObject({
    ...{ name: "Ana Ozola", email: invited.email, role: { id: "guard", name: "Guard" }, state: "waiting" },
    ...{ areas: [{ id: hall, name: "Hall" }], lastSignInAt: null, secondFactor: false, sessions: [], own: false },
  });
  expect(found.links).toHaveLength(1);
  expect((await entriesAbout(userId)).map(({ action }) => action)).toEqual(["user.invite"]);
  for (const table of ["audit_entry", "audit_detail", "user_link", "bus_event"]) {
    const { rows } = await pool().query(`SELECT 1 FROM ${table} AS t WHERE position($1 IN t::text) > 0`, [token]);
    expect(rows, table).toEqual([]);
  }
});

dbTest("an invitation is refused for what is wrong, on its field, and leaves nothing behind", async () => {
  const actor = await make.actor();
  const { email } = await make.user();
  const field = async (more: Partial<Invitation>) => {
    const error: unknown = await inviteUser(actor, invitation(more)).catch((caught: unknown) => caught);
    return (error as { fields?: { field: string }[] }).fields?.[0]?.field;
  };
  expect(await field({ email })).toBe("email");
  expect(await field({ role: "warden" })).toBe("role");
  expect(await field({ role: randomUUID() })).toBe("role");
  expect(await field({ areaIds: ["there-is-none"] })).toBe("areaIds");
  const { rows } = await pool().query("SELECT 1 FROM app_user WHERE name = 'Ana Ozola' AND role <> 'guard'");
  expect(rows).toEqual([]);
  expect(Invitation.safeParse({ ...invitation(), areaIds: [] }).success).toBe(false);
  expect(Invitation.safeParse({ ...invitation(), email: "ana" }).success).toBe(false);
});

dbTest("only who may manage users, everywhere, sees or changes accounts", async () => {
  const { id } = await make.user({ role: "guard" });
  await area("gate");
  for (const actor of [await make.actor("auditor"), await make.actor("administrator", { areaIds: ["gate"] })]) {
    for (const work of [
      () => list(actor),
      () => readUser(actor, id),
      () => inviteUser(actor, invitation()),
      () => changeUser(actor, id, { name: "X" }),
      () => disableUser(actor, id),
      () => enableUser(actor, id),
      () => resetUser(actor, id),
      () => endUserSessions(actor, id, {}),
      () => eraseUser(actor, id),
    ]) {
      await expect(work()).rejects.toMatchObject({ status: 403 });
    }
  }
  expect(await entriesAbout(id)).toEqual([]);
});

dbTest("a change of role or areas holds in the open session at once, and is written down once", async () => {
  const actor = await make.actor();
  const yard = await area("yard");
  const person = await make.actor("administrator");
  await changeUser(actor, person.userId, { role: "guard", areaIds: [yard] });
  expect(await actorNow(person)).toMatchObject({ role: "guard", areaIds: [yard] });
  await changeUser(actor, person.userId, { role: "guard" });
  const entries = await entriesAbout(person.userId);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    action: "user.change",
    body: { actor: { id: actor.userId } },
    data: {
      changed: { role: { before: "administrator", after: "guard" }, areaIds: { before: null, after: [yard] } },
    },
  });
  expect(await accessEvents(person.userId)).toBe(1);
  await changeUser(actor, person.userId, { areaIds: null, breakGlass: true, name: "Jānis" });
  expect(await actorNow(person)).toMatchObject({ areaIds: null, name: "Jānis" });
  expect((await readUser(actor, person.userId)).breakGlass).toBe(true);
  expect(UserChange.safeParse({ areaIds: [] }).success).toBe(false);
  const { email } = await make.user();
  await expect(changeUser(actor, person.userId, { email })).rejects.toMatchObject({ status: 409 });
});

dbTest("an area that has gone may stay with a person, but is given to nobody anew", async () => {
  const actor = await make.actor();
  const [old, dock] = [await area("old"), await area("dock")];
  const { id } = await make.user({ role: "guard", areaIds: [old] });
  await pool().query("UPDATE area SET gone_at = now() WHERE id = $1", [old]);
  await changeUser(actor, id, { areaIds: [old, dock] });
  expect((await readUser(actor, id)).areas?.map((each) => each.id).sort()).toEqual([dock, old]);
  const other = await make.user({ role: "guard" });
  await expect(changeUser(actor, other.id, { areaIds: [old] })).rejects.toMatchObject({ status: 422 });
});

dbTest("disabling ends every session, and enabling brings none of them back", async () => {
  const actor = await make.actor();
  const person = await make.actor("guard");
  await createSession(person.userId, origin);
  await disableUser(actor, person.userId);
  await disableUser(actor, person.userId);
  expect(await actorNow(person)).toBeNull();
  expect((await readUser(actor, person.userId)).state).toBe("disabled");
  await enableUser(actor, person.userId);
  expect(await actorNow(person)).toBeNull();
  const entries = await entriesAbout(person.userId);
  expect(entries.map(({ action, data }) => [action, data])).toEqual([
    ["user.disable", { endedSessions: 2 }],
    ["user.enable", null],
  ]);
  expect(await accessEvents(person.userId)).toBe(2);
});

dbTest("why something was done to an account stands in its entry", async () => {
  const actor = await make.actor();
  const user = await make.user({ role: "guard" });
  await createSession(user.id, origin);
  await endUserSessions(actor, user.id, { reason: "left a desk open" });
  await resetUser(actor, user.id, { reason: "lost the phone" });
  await disableUser(actor, user.id, { reason: "on leave" });
  await enableUser(actor, user.id, { reason: "back" });
  expect(
    (await entriesAbout(user.id)).flatMap(({ action, data }) => (data?.["reason"] ? [[action, data]] : [])),
  ).toEqual([
    ["session.end", { ended: 1, reason: "left a desk open" }],
    ["user.reset", { endedSessions: 0, reason: "lost the phone" }],
    ["user.disable", { endedSessions: 0, reason: "on leave" }],
    ["user.enable", { reason: "back" }],
  ]);
});

dbTest("ending sessions ends one or all, but never the one that asks", async () => {
  const actor = await make.actor();
  const person = await make.actor("guard");
  const other = await createSession(person.userId, origin);
  expect(await endUserSessions(actor, person.userId, { sessionId: other })).toEqual({ ended: 1 });
  expect(await actorNow(person)).not.toBeNull();
  expect(await openSession(other)).toBeNull();
  expect(await endUserSessions(actor, person.userId, {})).toEqual({ ended: 1 });
  expect(await endUserSessions(actor, person.userId, {})).toEqual({ ended: 0 });
  expect(await endUserSessions(actor, person.userId, { sessionId: actor.sessionId })).toEqual({ ended: 0 });
  expect(await entriesAbout(person.userId)).toHaveLength(2);
  const own = await createSession(actor.userId, origin);
  expect(await endUserSessions(actor, actor.userId, {})).toEqual({ ended: 1 });
  expect(await openSession(own)).toBeNull();
  expect(await actorNow(actor)).not.toBeNull();
});

dbTest("a reset takes password, codes and sessions away and gives a link", async () => {
  const actor = await make.actor();
  const user = await make.user({ role: "guard" });
  const session = await createSession(user.id, origin);
  await pool().query("UPDATE app_user SET totp_secret = 'x', totp_confirmed_at = now() WHERE id = $1", [user.id]);
  await pool().query("INSERT INTO recovery_code (user_id, code_hash) VALUES ($1, 'x')", [user.id]);
  const { path } = await resetUser(actor, user.id);
  expect(await openLink(path.replace("/welcome#", ""))).toMatchObject({ kind: "reset" });
  expect(await openSession(session)).toBeNull();
  expect(await signIn({ email: user.email, password: user.password }, origin)).toMatchObject({ failure: "wrong" });
  expect(await readUser(actor, user.id)).toMatchObject({ state: "waiting", secondFactor: false });
  expect((await pool().query("SELECT 1 FROM recovery_code WHERE user_id = $1", [user.id])).rows).toEqual([]);
  const actions = (await entriesAbout(user.id))
    .map(({ action }) => action)
    .filter((action) => action.startsWith("user."));
  expect(actions).toEqual(["user.reset"]);
  await expect(resetUser(actor, actor.userId)).rejects.toMatchObject({ status: 409 });
  await disableUser(actor, user.id);
  await expect(resetUser(actor, user.id)).rejects.toMatchObject({ status: 409 });
});

dbTest("nobody shuts themselves out, so somebody can always manage users", async () => {
  const actor = await make.actor();
  const hall = await area("lobby");
  const { id: keeper } = await addRole(actor, { name: "Keeper", permissions: ["users:manage", "areas:read"] });
  for (const work of [
    () => disableUser(actor, actor.userId),
    () => changeUser(actor, actor.userId, { role: "guard" }),
    () => changeUser(actor, actor.userId, { areaIds: [hall] }),
    () => eraseUser(actor, actor.userId),
  ]) {
    await expect(work()).rejects.toMatchObject({ status: 409 });
  }
  expect(await entriesAbout(actor.userId)).toEqual([]);
  expect(await actorNow(actor)).toEqual(actor);
  await changeUser(actor, actor.userId, { role: keeper });
  expect(await actorNow(actor)).toMatchObject({ roleName: "Keeper" });
});

dbTest(
  "two administrators who demote, disable, limit or erase each other at the same time: one of them stays",
  async () => {
    const hall = await area("foyer");
    const ways: ((by: Actor, whom: string) => Promise<unknown>)[] = [
      (by, whom) => changeUser(by, whom, { role: "guard" }),
      (by, whom) => changeUser(by, whom, { areaIds: [hall] }),
      (by, whom) => disableUser(by, whom),
      (by, whom) => eraseUser(by, whom),
    ];
    for (const way of ways) {
      for (let round = 0; round < 3; round += 1) {
        const [one, two] = [await make.actor(), await make.actor()];
        const results = await Promise.allSettled([way(one, two.userId), way(two, one.userId)]);
        expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
        const refused = results.find((result) => result.status === "rejected");
        expect(refused?.reason).toMatchObject({ status: 403 });
        const left = await Promise.all([one, two].map(actorNow));
        expect(left.filter((each) => each?.role === "administrator" && each.areaIds === null)).toHaveLength(1);
      }
    }
  },
);

dbTest("nobody gives what they do not hold, nor takes over somebody who may do more", async () => {
  const helper = await withPermissions(["users:manage", "areas:read", "doors:read"]);
  const admin = await make.user();
  const { id } = await make.user({ role: "guard" });
  await expect(inviteUser(helper, invitation({ role: "administrator" }))).rejects.toMatchObject({
    status: 403,
    fields: [{ field: "role" }],
  });
  for (const whom of [admin.id, id]) {
    for (const work of [
      () => changeUser(helper, whom, { email: "mine@example.com" }),
      () => changeUser(helper, whom, { role: helper.role }),
      () => disableUser(helper, whom),
      () => enableUser(helper, whom),
      () => resetUser(helper, whom),
      () => endUserSessions(helper, whom, {}),
      () => eraseUser(helper, whom),
    ]) {
      await expect(work()).rejects.toMatchObject({ status: 403 });
    }
  }
  await expect(changeUser(helper, helper.userId, { role: "administrator" })).rejects.toMatchObject({ status: 403 });
  const { userId } = await inviteUser(helper, invitation({ role: helper.role }));
  await disableUser(helper, userId);
  expect((await readUser(helper, admin.id)).beyond).toContain("settings:manage");
  expect((await readUser(helper, userId)).beyond).toEqual([]);
});

dbTest("the list finds, sorts, filters and pages; who was erased comes only when asked for", async () => {
  const actor = await make.actor("administrator", { name: "Zz Actor" });
  const tag = randomUUID().slice(0, 8);
  const people = ["Ēriks", "anna", "Bella"].map((name) => make.user({ role: "guard", name: `${name} ${tag}` }));
  const [eriks, anna, bella] = await Promise.all(people);
  await createSession(anna?.id ?? "", origin);
  const names = async (filters: UserFilters) =>
    (await list(actor, { q: tag, ...filters })).items.map(({ name }) => name);
  expect(await names({})).toEqual([`anna ${tag}`, `Bella ${tag}`, `Ēriks ${tag}`]);
  expect(await names({ sort: "-name" })).toEqual([`Ēriks ${tag}`, `Bella ${tag}`, `anna ${tag}`]);
  expect((await names({ sort: "-lastSignIn" }))[0]).toBe(`anna ${tag}`);
  expect(await names({ q: `eriks ${tag}` })).toEqual([`Ēriks ${tag}`]);
  expect(await names({ q: bella?.email ?? "" })).toEqual([`Bella ${tag}`]);
  await disableUser(actor, bella?.id ?? "");
  expect(await names({ state: ["disabled"] })).toEqual([`Bella ${tag}`]);
  expect(await names({ role: ["auditor"] })).toEqual([]);
  await eraseUser(actor, eriks?.id ?? "");
  expect(await names({})).toEqual([`anna ${tag}`, `Bella ${tag}`]);
  expect((await list(actor, { state: ["erased"] })).items.map(({ id }) => id)).toContain(eriks?.id);
  const first = await listUsers(actor, UserQuery.parse({ q: tag, limit: "1" }));
  const second = await listUsers(actor, UserQuery.parse({ q: tag, limit: "1", cursor: first.nextCursor ?? "" }));
  expect([...first.items, ...second.items].map(({ name }) => name)).toEqual([`anna ${tag}`, `Bella ${tag}`]);
});
