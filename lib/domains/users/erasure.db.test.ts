/** A person's data as they may ask for them, and as they may have them forgotten. */
import { hashOf, type ChainLink } from "@/lib/audit/chain";
import { recordAlone } from "@/lib/audit/record";
import { createSession, stepUp } from "@/lib/auth/session";
import { pool } from "@/lib/db/client";
import { callRoute, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { POST as exportRoute } from "@/app/api/users/[id]/export/route";
import { POST as eraseRoute } from "@/app/api/users/[id]/erase/route";
import { readUser } from "./read/users";
import { ERASED_NAME, type UserExport } from "./schema";
import { changeUser } from "./write/change-user";
import { enableUser } from "./write/disable-user";
import { eraseUser } from "./write/erase-user";
import { inviteUser } from "./write/invite-user";

const origin = { address: "192.0.2.77", userAgent: "Mozilla/5.0 Firefox/140.0" };

/** The number of entries, once each of them has been found to follow the one before. */
async function wholeChain(): Promise<number> {
  const { rows } = await pool().query<ChainLink>(
    `SELECT seq::int AS seq, body, hash, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
       FROM audit_entry ORDER BY seq`,
  );
  rows.reduce((previous, row) => {
    expect(row.hash).toBe(hashOf(previous, row));
    return row.hash;
  }, "");
  return rows.length;
}

/** Every table with a column of text in which these words stand. */
async function whereIs(words: string): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const held = await pool().query(`SELECT 1 FROM "${name}" AS t WHERE position($1 IN t::text) > 0 LIMIT 1`, [words]);
    if (held.rows.length > 0) found.push(name);
  }
  return found;
}

dbTest("after an erasure neither name nor e-mail stands anywhere, and the chain is whole", async () => {
  const actor = await make.actor("administrator", { name: "Administrator Person" });
  const { userId } = await inviteUser(actor, {
    ...{ name: "Wilhelmina Quast", email: "wilhelmina@example.com", role: "guard", areaIds: null },
  });
  await changeUser(actor, userId, { name: "Wilhelmina Quast-Berg" });
  await createSession(userId, origin);
  await recordAlone(actor, { action: "view.share", details: { with: ["Wilhelmina Quast-Berg"] } });
  await recordAlone(actor, { action: "list.export", details: { note: "asked by WILHELMINA@example.com" } });
  await recordAlone(actor, { action: "setting.change", details: { note: "of somebody else" } });
  expect(await whereIs("Wilhelmina")).toEqual(["app_user", "audit_detail", "audit_name"]);

  const before = await wholeChain();
  await eraseUser(actor, userId);
  expect(await wholeChain()).toBe(before + 1);
  for (const words of ["Wilhelmina", "wilhelmina@", "WILHELMINA", "192.0.2.77"]) {
    expect(await whereIs(words), words).toEqual([]);
  }
  expect(await whereIs("of somebody else")).toEqual(["audit_detail"]);
  expect(await readUser(actor, userId)).toMatchObject({
    ...{ name: ERASED_NAME, email: `erased-${userId}@erased.invalid`, state: "erased" },
    ...{ sessions: [], links: [], lastSignInAt: null },
  });
  const { rows } = await pool().query<{ action: string }>(
    "SELECT action FROM audit_entry WHERE (body::jsonb -> 'objects') @> $1::jsonb ORDER BY seq",
    [JSON.stringify([{ kind: "user", id: userId }])],
  );
  expect(rows.map(({ action }) => action)).toEqual(["user.invite", "user.change", "user.erase"]);
});

dbTest("who was erased comes back by no way, not even by name", async () => {
  const actor = await make.actor();
  const person = await make.actor("guard", { name: "Casimir" });
  await eraseUser(actor, person.userId);
  for (const work of [
    () => enableUser(actor, person.userId),
    () => changeUser(actor, person.userId, { name: "Casimir" }),
    () => eraseUser(actor, person.userId),
  ]) {
    await expect(work()).rejects.toMatchObject({ status: 409 });
  }
  // A request of theirs that was under way writes its entry all the same.
  await recordAlone(person, { action: "list.export" });
  expect(await whereIs("Casimir")).toEqual([]);
  const { email } = person;
  const again = await inviteUser(actor, { name: "Casimir", email, role: "guard", areaIds: null });
  expect(again.userId).not.toBe(person.userId);
});

dbTest("the word has to be typed, by somebody who has just proved who they are", async () => {
  const admin = await signedIn("administrator");
  const { id } = await make.user({ role: "guard" });
  const erase = (word: string) =>
    callRoute(eraseRoute, admin.request(`/api/users/${id}/erase`, { method: "POST", json: { word } }), { id });
  expect((await erase("erase")).status).toBe(403);
  await stepUp(admin.actor.sessionId);
  const refused = await erase("yes");
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ errors: [{ field: "word", message: "Type erase." }] });
  expect((await readUser(admin.actor, id)).state).toBe("active");
  expect((await erase("Erase ")).status).toBe(204);
  expect((await readUser(admin.actor, id)).state).toBe("erased");
});

dbTest("an export holds profile, sessions and all entries of and about the person, and no secret", async () => {
  const admin = await signedIn("administrator");
  const person = await make.actor("guard", { name: "Dagny" });
  const stranger = await make.actor("guard");
  await pool().query("UPDATE app_user SET totp_secret = 'sealed-secret' WHERE id = $1", [person.userId]);
  // More than are read at once.
  for (let i = 0; i < 1_100; i += 1) await recordAlone(person, { action: "list.export", details: { i } });
  await recordAlone(stranger, { action: "list.export" });
  await changeUser(admin.actor, person.userId, { name: "Dagny Holm" });

  const { userId: id } = person;
  const take = () => callRoute(exportRoute, admin.request(`/api/users/${id}/export`, { method: "POST" }), { id });
  expect(await (await take()).json()).toMatchObject({ status: 403, type: "urn:gatehouse:problem:step-up-required" });
  await stepUp(admin.actor.sessionId);
  const response = await take();
  expect(response.headers.get("content-disposition")).toBe(`attachment; filename="gatehouse-user-${id}.json"`);
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  const text = await response.text();
  const file = JSON.parse(text) as UserExport;
  expect(file.profile).toMatchObject({ id, name: "Dagny Holm", email: person.email, role: { name: "Guard" } });
  expect(file.sessions.map((session) => session.id)).toEqual([person.sessionId]);
  // What is exported ends with the entry of the export itself.
  expect(file.audit).toHaveLength(1_102);
  expect(file.audit.map(({ seq }) => seq)).toEqual(file.audit.map(({ seq }) => seq).sort((a, b) => a - b));
  expect(file.audit[1_099]).toMatchObject({ entry: { action: "list.export" }, details: { i: 1_099 } });
  expect(file.audit.at(-1)).toMatchObject({ entry: { action: "user.export", actor: { id: admin.actor.userId } } });
  expect(text).not.toMatch(/sealed-secret|argon2|passwordHash|password_hash/);
  expect(text).not.toContain(stranger.userId);
});
