import { beforeEach } from "vitest";
import { DELETE, PATCH } from "@/app/api/views/[id]/route";
import { GET, POST } from "@/app/api/views/route";
import { pool } from "@/lib/db/client";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { maxViews, type SavedView, type SavedViews } from "./schema";

const offline = { list: "cameras", name: "Offline", query: "state=offline", columns: "state.area~area~name:220" };

beforeEach(async () => void (await pool().query("DELETE FROM saved_view")));

async function save(who: SignedIn, body: object = {}): Promise<Response> {
  return callRoute(POST, who.request("/api/views", { method: "POST", json: { ...offline, ...body } }));
}

async function saved(who: SignedIn, body: object = {}): Promise<SavedView> {
  const answer = await save(who, body);
  expect(answer.status).toBe(201);
  return (await answer.json()) as SavedView;
}

async function listed(who: SignedIn, list = "cameras"): Promise<SavedView[]> {
  const answer = await callRoute(GET, who.request(`/api/views?list=${list}`));
  expect(answer.status).toBe(200);
  return ((await answer.json()) as SavedViews).items;
}

const change = (who: SignedIn, id: string, json: object) =>
  callRoute(PATCH, who.request(`/api/views/${id}`, { method: "PATCH", json }), { id });
const remove = (who: SignedIn, id: string) =>
  callRoute(DELETE, who.request(`/api/views/${id}`, { method: "DELETE" }), { id });

dbTest("a view is its maker's alone, of its own list, until it is shared", async () => {
  const [admin, guard] = [await signedIn("administrator"), await signedIn("guard", { name: "Ada" })];
  const view = await saved(guard);
  expect(view).toMatchObject({ ...offline, shared: false, own: true, owner: "Ada", isDefault: false });
  expect(await listed(guard, "doors")).toEqual([]);
  expect(await listed(admin)).toEqual([]);
  expect((await change(admin, view.id, { name: "Taken" })).status).toBe(404);
  expect((await remove(admin, view.id)).status).toBe(404);

  const common = await saved(admin, { name: "Everyone's", shared: true });
  expect(await listed(guard)).toMatchObject([{ name: "Everyone's", own: false, shared: true }, { name: "Offline" }]);
  expect((await change(guard, common.id, { query: "" })).status).toBe(403);
  expect((await remove(guard, common.id)).status).toBe(403);
});

dbTest("sharing takes the permission to manage users, when saving and when changing", async () => {
  const guard = await signedIn("guard");
  const refused = await save(guard, { shared: true });
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ remedy: expect.stringContaining("administrator") as string });
  const view = await saved(guard);
  expect((await change(guard, view.id, { shared: true })).status).toBe(403);
  expect((await listed(guard))[0]?.shared).toBe(false);
});

dbTest("one default a person and list; what is no longer shared is nobody else's default", async () => {
  const [admin, guard] = [await signedIn("administrator"), await signedIn("guard")];
  const first = await saved(admin, { name: "First", shared: true });
  const second = await saved(admin, { name: "Second", shared: true });
  expect((await change(guard, first.id, { isDefault: true })).status).toBe(200);
  expect((await change(guard, second.id, { isDefault: true })).status).toBe(200);
  expect((await listed(guard)).map(({ name, isDefault }) => [name, isDefault])).toEqual([
    ["First", false],
    ["Second", true],
  ]);
  expect((await listed(admin)).some(({ isDefault }) => isDefault)).toBe(false);
  await change(admin, second.id, { shared: false });
  expect((await listed(guard)).map(({ name, isDefault }) => [name, isDefault])).toEqual([["First", false]]);
  const { rows } = await pool().query("SELECT 1 FROM saved_view_default WHERE user_id = $1", [guard.actor.userId]);
  expect(rows).toEqual([]);
});

dbTest("a name twice, and one view too many, are refused in words", async () => {
  const guard = await signedIn("guard");
  const view = await saved(guard);
  const twice = await save(guard);
  expect(twice.status).toBe(409);
  expect(await twice.json()).toMatchObject({ errors: [{ field: "name" }] });
  const other = await saved(guard, { name: "Other" });
  expect((await change(guard, other.id, { name: view.name })).status).toBe(409);
  await pool().query(
    `INSERT INTO saved_view (user_id, list, name, query, columns)
     SELECT $1, 'cameras', 'View ' || n, '', '' FROM generate_series(3, $2::int) AS n`,
    [guard.actor.userId, maxViews],
  );
  const many = await save(guard, { name: "One more" });
  expect(many.status).toBe(409);
  expect(await many.json()).toMatchObject({ remedy: "Delete one first." });
});

dbTest("what cannot be an address or columns is refused by field, and a view goes when it is deleted", async () => {
  const guard = await signedIn("guard");
  const bad = await save(guard, { name: " ", query: "a b", columns: "<script>", list: "Cameras" });
  expect(bad.status).toBe(422);
  const { errors } = (await bad.json()) as { errors: { field: string }[] };
  expect(errors.map(({ field }) => field).sort()).toEqual(["columns", "list", "name", "query"]);
  const view = await saved(guard);
  await change(guard, view.id, { isDefault: true });
  expect((await remove(guard, view.id)).status).toBe(204);
  expect(await listed(guard)).toEqual([]);
  expect((await remove(guard, view.id)).status).toBe(404);
});
