import { beforeEach } from "vitest";
import { DELETE as endDuty } from "./[id]/route";
import { GET as getAssignees } from "./assignees/route";
import { DELETE as leave, GET as getList, POST as enter } from "./route";
import { endSession } from "@/lib/auth/session";
import { pool } from "@/lib/db/client";
import { dutyEnds } from "@/lib/domains/on-duty/job";
import type { Assignees, OnDutyList } from "@/lib/domains/on-duty/schema";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { entriesOf } from "@/lib/testing/entries";
import { make } from "@/lib/testing/factories";

let guard: SignedIn;
let other: SignedIn;
let admin: SignedIn;

const list = async (who: SignedIn) =>
  (await (await callRoute(getList, who.request("/api/on-duty"))).json()) as OnDutyList;
const post = (who: SignedIn) => callRoute(enter, who.request("/api/on-duty", { method: "POST" }));
const remove = (who: SignedIn) => callRoute(leave, who.request("/api/on-duty", { method: "DELETE" }));
const names = async () => (await list(admin)).items.map(({ name }) => name);

await holdLease();

beforeEach(async () => {
  await pool().query("TRUNCATE duty_period");
  guard = await signedIn("guard", { name: "Gwen" });
  other = await signedIn("guard", { name: "Ada" });
  admin = await signedIn("administrator", { name: "Root" });
});

dbTest("a guard goes on duty and off again, and everybody sees it", async () => {
  expect((await (await post(guard)).json()) as OnDutyList).toMatchObject({ me: true, items: [{ name: "Gwen" }] });
  await post(other);
  const { items, me } = await list(admin);
  expect(me).toBe(false);
  expect(items.map(({ name, roleName }) => [name, roleName])).toEqual([
    ["Ada", "guard"],
    ["Gwen", "guard"],
  ]);
  expect(Date.parse(items[0]?.until ?? "")).toBeGreaterThan(Date.parse(items[0]?.since ?? ""));
  await remove(guard);
  await remove(guard);
  expect(await names()).toEqual(["Ada"]);
  const entries = (await entriesOf("duty.change")).filter(({ objects }) => objects[0]?.id === guard.actor.userId);
  expect(entries.map(({ details }) => details)).toEqual([{ after: "on" }, { after: "off" }]);
});

dbTest("saying it twice, also in another session, begins nothing new", async () => {
  await post(guard);
  const [before] = (await list(admin)).items;
  await Promise.all([post(guard), post(guard)]);
  const { rows } = await pool().query<{ n: number }>("SELECT count(*)::int AS n FROM duty_period");
  expect(rows[0]?.n).toBe(1);
  expect((await list(admin)).items[0]?.since).toBe(before?.since);
});

dbTest("it ends with the session, after twelve hours, and when the account is disabled", async () => {
  await post(guard);
  await post(other);
  await post(admin);
  await endSession(guard.actor.sessionId);
  expect(await names()).toEqual(["Ada", "Root"]);
  await pool().query(
    `UPDATE duty_period SET started_at = started_at - interval '13 hours', until = until - interval '13 hours'
      WHERE user_id = $1`,
    [other.actor.userId],
  );
  expect(await names()).toEqual(["Root"]);
  await dutyEnds.run(dutyRun());
  const { rows } = await pool().query<{ name: string; hours: number }>(
    `SELECT u.name, round(extract(epoch FROM d.ended_at - d.started_at) / 3600)::int AS hours
       FROM duty_period d JOIN app_user u ON u.id = d.user_id WHERE d.ended_at IS NOT NULL ORDER BY u.name`,
  );
  expect(rows).toEqual([
    { name: "Ada", hours: 12 },
    { name: "Gwen", hours: 0 },
  ]);
  await pool().query("UPDATE app_user SET disabled_at = now() WHERE id = $1", [admin.actor.userId]);
  expect((await list(other)).items).toEqual([]);
});

dbTest("an administrator ends somebody's duty; a guard may not", async () => {
  await post(guard);
  const end = (who: SignedIn) =>
    callRoute(endDuty, who.request("/api/on-duty/x", { method: "DELETE" }), { id: guard.actor.userId });
  expect((await end(other)).status).toBe(403);
  expect((await end(admin)).status).toBe(204);
  expect(await names()).toEqual([]);
  expect((await end(admin)).status).toBe(404);
});

dbTest("an alarm goes to those who handle alarms and see its area, those on duty first", async () => {
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id)
       VALUES ('hall', 'Hall', '', '{site,hall}', '{Site,Hall}', '', 1), ('yard', 'Yard', '', '{site,yard}', '{Site,Yard}', '', 1)`,
  );
  const inHall = await signedIn("guard", { name: "Zoe in the hall", areaIds: ["hall"] });
  const onSite = await signedIn("guard", { name: "Sam on site", areaIds: ["site"] });
  await signedIn("auditor", { name: "Auditor" });
  await make.user({ role: "guard", name: "Gone", disabled: true });
  await post(inHall);
  await post(other);
  const mine = new Set([guard, other, admin, inHall, onSite].map(({ actor }) => actor.userId));
  const ask = (query: string, who = guard) => callRoute(getAssignees, who.request(`/api/on-duty/assignees${query}`));
  const among = async (query: string) =>
    ((await (await ask(query)).json()) as Assignees).items
      // The tests before this one made people of their own.
      .filter(({ id }) => mine.has(id))
      .map(({ name, onDuty }) => `${name}${onDuty ? ", on duty" : ""}`);
  expect(await among("?area=hall")).toEqual([
    "Ada, on duty",
    "Zoe in the hall, on duty",
    "Gwen",
    "Root",
    "Sam on site",
  ]);
  expect(await among("?area=hall&area=yard")).toEqual(["Ada, on duty", "Gwen", "Root", "Sam on site"]);
  for (const query of ["?unplaced=yes", "?area=hall&unplaced=yes", "?area=no-such-area"]) {
    expect(await among(query)).toEqual(["Ada, on duty", "Gwen", "Root"]);
  }
  const { items } = (await (await ask("?area=hall")).json()) as Assignees;
  expect(items.map(({ name }) => name)).not.toEqual(expect.arrayContaining(["Auditor"]));
  expect(items.map(({ name }) => name)).not.toEqual(expect.arrayContaining(["Gone"]));
  expect((await ask("?area=hall", inHall)).status).toBe(200);
  expect((await ask("?area=yard", inHall)).status).toBe(404);
  expect((await ask("?unplaced=yes", inHall)).status).toBe(403);
});
