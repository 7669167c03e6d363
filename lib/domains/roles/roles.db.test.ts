/** Custom roles: their rules, and that they hold at once. */
import { permissions } from "@/lib/auth/roles";
import { createSession, openSession } from "@/lib/auth/session";
import { pool } from "@/lib/db/client";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { listRoles } from "./read";
import { NewRole, RoleChange } from "./schema";
import { permissionWords } from "./terms";
import { addRole, changeRole, deleteRole } from "./write";

/** An open session of somebody who has this role. */
async function holder(roleId: string, name = "Holder"): Promise<{ id: string; sessionId: string }> {
  const { id } = await make.user({ name });
  await pool().query("UPDATE app_user SET role = $2 WHERE id = $1", [id, roleId]);
  return { id, sessionId: await createSession(id, { address: null, userAgent: null }) };
}

const actorOf = async (sessionId: string) => (await openSession(sessionId))?.actor;

async function entriesAbout(id: string): Promise<{ action: string; data: unknown }[]> {
  const { rows } = await pool().query<{ action: string; data: unknown }>(
    `SELECT action, data FROM audit_entry e LEFT JOIN audit_detail d ON d.seq = e.seq
      WHERE (body::jsonb -> 'objects') @> $1::jsonb ORDER BY e.seq`,
    [JSON.stringify([{ kind: "role", id }])],
  );
  return rows;
}

dbTest("a role is added, changed, which open sessions have at once, and deleted when nobody has it", async () => {
  const actor = await make.actor();
  const { id } = await addRole(
    actor,
    NewRole.parse({ name: " Night shift ", permissions: ["doors:read", "areas:read"] }),
  );
  const { id: userId, sessionId } = await holder(id, "Nils");
  expect(await actorOf(sessionId)).toMatchObject({
    roleName: "Night shift",
    permissions: ["areas:read", "doors:read"],
  });
  expect((await listRoles(actor)).items.find((role) => role.id === id)).toMatchObject({
    ...{ name: "Night shift", builtIn: false, permissions: ["areas:read", "doors:read"], users: 1 },
  });
  await changeRole(actor, id, { name: "Late shift", permissions: ["doors:read", "doors:control"] });
  expect(await actorOf(sessionId)).toMatchObject({
    ...{ roleName: "Late shift", permissions: ["doors:read", "doors:control"] },
  });
  const { rows: told } = await pool().query("SELECT 1 FROM bus_event WHERE payload ->> 'userId' = $1", [userId]);
  expect(told).toHaveLength(1);
  await expect(deleteRole(actor, id)).rejects.toMatchObject({ status: 409, message: "This role is used by Nils." });
  await pool().query("UPDATE app_user SET role = 'guard' WHERE role = $1", [id]);
  await deleteRole(actor, id);
  await expect(deleteRole(actor, id)).rejects.toMatchObject({ status: 404 });
  expect(await entriesAbout(id)).toEqual([
    { action: "role.add", data: { name: "Night shift", permissions: ["areas:read", "doors:read"] } },
    {
      action: "role.change",
      data: { name: { before: "Night shift", after: "Late shift" }, added: ["doors:control"], removed: ["areas:read"] },
    },
    { action: "role.delete", data: null },
  ]);
});

dbTest("who uses a role is named, the first three of many", async () => {
  const actor = await make.actor();
  const { id } = await addRole(actor, { name: "Many", permissions: ["areas:read"] });
  for (const name of ["Dana", "Bo", "Cy", "Al", "Ed"]) await holder(id, name);
  await expect(deleteRole(actor, id)).rejects.toThrow("This role is used by Al, Bo, Cy and 2 more.");
});

dbTest("names are one's own, in any case of letters, and permissions ones there are", async () => {
  const actor = await make.actor();
  await addRole(actor, { name: "Porter", permissions: ["areas:read"] });
  const { id } = await addRole(actor, { name: "Driver", permissions: ["areas:read"] });
  for (const work of [
    () => addRole(actor, { name: "PORTER", permissions: ["areas:read"] }),
    () => changeRole(actor, id, { name: "porter" }),
  ]) {
    await expect(work()).rejects.toMatchObject({ status: 409, fields: [{ field: "name" }] });
  }
  await changeRole(actor, id, { name: "DRIVER" });
  for (const name of ["Guard", "administrator", " AUDITOR ", "", "x".repeat(61)]) {
    expect(NewRole.safeParse({ name, permissions: ["areas:read"] }).success, name).toBe(false);
  }
  for (const chosen of [[], ["doors:open"], ["areas:read", "users:manage "]]) {
    expect(NewRole.safeParse({ name: "Other", permissions: chosen }).success).toBe(false);
    expect(RoleChange.safeParse({ permissions: chosen }).success).toBe(false);
  }
});

dbTest("nobody makes a role with more than they hold, nor changes one that has more", async () => {
  const admin = await make.actor();
  const { id: helpers } = await addRole(admin, { name: "Helper", permissions: ["users:manage", "areas:read"] });
  const { id: strong } = await addRole(admin, { name: "Strong", permissions: ["doors:emergency", "areas:read"] });
  const helper = await actorOf((await holder(helpers)).sessionId);
  if (helper === undefined) throw new Error("no session");
  for (const work of [
    () => addRole(helper, { name: "All", permissions: [...permissions] }),
    () => changeRole(helper, helpers, { permissions: [...permissions] }),
    () => changeRole(helper, strong, { permissions: ["areas:read"] }),
    () => changeRole(helper, strong, { name: "Weak" }),
    () => deleteRole(helper, strong),
  ]) {
    await expect(work()).rejects.toMatchObject({ status: 403 });
  }
  // Without it they could not undo what they did.
  await expect(changeRole(helper, helpers, { permissions: ["areas:read"] })).rejects.toMatchObject({ status: 409 });
  await addRole(helper, { name: "Reader", permissions: ["areas:read"] });
});

dbTest("a role that two take from each other at the same time stays with one of them", async () => {
  const admin = await make.actor();
  const ids = await Promise.all(
    ["North", "South"].map((name) => addRole(admin, { name, permissions: ["users:manage", "areas:read"] })),
  );
  const [north = "", south = ""] = ids.map(({ id }) => id);
  const sessions = [(await holder(north)).sessionId, (await holder(south)).sessionId];
  const [one, two] = await Promise.all(sessions.map(actorOf));
  if (one === undefined || two === undefined) throw new Error("no session");
  const results = await Promise.allSettled([
    changeRole(one, south, { permissions: ["areas:read"] }),
    changeRole(two, north, { permissions: ["areas:read"] }),
  ]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const left = await Promise.all(sessions.map(actorOf));
  expect(left.filter((actor) => actor?.permissions.includes("users:manage"))).toHaveLength(1);
});

dbTest("only who may manage users, everywhere, sees or changes roles", async () => {
  for (const actor of [await make.actor("auditor"), await make.actor("administrator", { areaIds: ["hall"] })]) {
    for (const work of [
      async () => listRoles(actor),
      async () => addRole(actor, { name: "Mine", permissions: ["areas:read"] }),
      async () => changeRole(actor, crypto.randomUUID(), {}),
      async () => deleteRole(actor, crypto.randomUUID()),
    ]) {
      await expect(work()).rejects.toMatchObject({ status: 403 });
    }
  }
});

dbTest("the built-in roles stand first, and every permission has words", async () => {
  const { items } = await listRoles(await make.actor());
  expect(items.slice(0, 4).map(({ name, builtIn }) => [name, builtIn])).toEqual(
    ["Administrator", "Guard", "Receptionist", "Auditor"].map((name) => [name, true]),
  );
  expect(new Set(Object.values(permissionWords).map(({ label }) => label)).size).toBe(permissions.length);
});
