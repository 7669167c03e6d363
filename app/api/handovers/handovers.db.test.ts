import { beforeAll, beforeEach } from "vitest";
import { POST as check } from "./[id]/check/route";
import { GET as getOne } from "./[id]/route";
import { POST as take } from "./[id]/take/route";
import { POST as withdraw } from "./[id]/withdraw/route";
import { GET as getBoard } from "./board/route";
import { POST as clear } from "./items/[id]/clear/route";
import { GET as getList, POST as prepare } from "./route";
import { pool } from "@/lib/db/client";
import { placeAreas } from "@/lib/domains/areas/mirror";
import type { HandoverBoard, HandoverDetail, HandoverListing } from "@/lib/domains/handovers/schema";
import { goOnDuty } from "@/lib/domains/on-duty/write";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { entriesOf } from "@/lib/testing/entries";

let gwen: SignedIn;
let ada: SignedIn;
let hal: SignedIn;

type Answer<T> = { status: number; body: T & { title?: string } };

async function send<T>(
  handler: Parameters<typeof callRoute>[0],
  who: SignedIn,
  { method = "POST", id, json }: { method?: string; id?: string; json?: unknown } = {},
): Promise<Answer<T>> {
  const request = who.request("/api/handovers", { method, ...(json === undefined ? {} : { json }) });
  const response = await callRoute(handler, request, id === undefined ? {} : { id });
  return { status: response.status, body: (await response.json()) as Answer<T>["body"] };
}

const prepared = async (who: SignedIn, points: string[] = [], notes = "Quiet night.") =>
  (await send<HandoverDetail>(prepare, who, { json: { notes, points } })).body;
const taken = (who: SignedIn, id: string) => send<HandoverDetail>(take, who, { id });
const board = async (who: SignedIn) => (await send<HandoverBoard>(getBoard, who, { method: "GET" })).body;
const names = ({ items }: Pick<HandoverDetail, "items">) => items.map(({ name }) => name);

beforeAll(async () => {
  for (const id of ["hall", "yard"]) {
    await pool().query(
      `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id)
       VALUES ($1, $1, $1, ARRAY[$1], ARRAY[$1], '', 1)`,
      [id],
    );
  }
  const client = await pool().connect();
  await placeAreas(client);
  client.release();
});

beforeEach(async () => {
  await pool().query("TRUNCATE alarm, alarm_entry, snooze, handover, handover_item, duty_period");
  gwen = await signedIn("guard", { name: "Gwen" });
  ada = await signedIn("guard", { name: "Ada" });
  hal = await signedIn("guard", { name: "Hal", areaIds: ["hall"] });
  const ownerId = gwen.actor.userId;
  await makeAlarm({ id: "mine", areaId: "hall", sourceName: "Lobby", state: "inProgress", ownerId, priority: 1 });
  await makeAlarm({ id: "flagged", areaId: "yard", sourceId: "b", sourceName: "Gate" });
  await pool().query("UPDATE alarm SET handover = true WHERE id = 'flagged'");
  await makeAlarm({ id: "done", areaId: "hall", sourceId: "c", state: "resolved", ownerId });
  await makeAlarm({ id: "others", areaId: "hall", sourceId: "d", state: "acknowledged", ownerId: ada.actor.userId });
  await pool().query(
    `INSERT INTO snooze (id, scope, target_id, name, area_id, reason, created_by, until)
     VALUES (gen_random_uuid(), 'source', 'b', 'Gate', 'yard', 'Works', $1, now() + interval '1 hour')`,
    [ownerId],
  );
});

dbTest("what is open is prepared, taken over, checked item by item, and stays in the history", async () => {
  expect((await board(gwen)).open.map(({ name }) => name)).toEqual(["Motion, Lobby", "Motion, Gate", "Gate"]);
  const made = await prepared(gwen, ["The lock of gate 3 is jammed."]);
  expect(names(made)).toEqual(["Motion, Lobby", "Motion, Gate", "Gate", "The lock of gate 3 is jammed."]);
  expect((await board(ada)).waiting).toMatchObject([
    { id: made.id, notes: "Quiet night.", prepared: { by: { name: "Gwen" } } },
  ]);

  const { body: over } = await taken(ada, made.id);
  expect(over).toMatchObject({ state: "taken", taken: { by: { name: "Ada" } } });
  expect(over.items[0]).toMatchObject({ ownerFrom: { name: "Gwen" }, ownerTo: { name: "Ada" } });
  expect(over.items[1]).toMatchObject({ ownerFrom: null, ownerTo: { name: "Ada" }, alarm: { flagged: true } });
  const owners = await pool().query(
    `SELECT a.id, u.name FROM alarm a JOIN app_user u ON u.id = a.owner_id ORDER BY a.id`,
  );
  expect(owners.rows).toEqual([
    ...[
      { id: "done", name: "Gwen" },
      { id: "flagged", name: "Ada" },
    ],
    ...[
      { id: "mine", name: "Ada" },
      { id: "others", name: "Ada" },
    ],
  ]);
  const trail = await pool().query<{ note: string }>("SELECT note FROM alarm_entry WHERE kind = 'owner' ORDER BY id");
  expect(trail.rows.map(({ note }) => note)).toEqual(Array(2).fill("Shift handover from Gwen to Ada."));

  const ids = over.items.map(({ id }) => id);
  const first = await send<HandoverDetail>(check, ada, { id: made.id, json: { itemIds: ids.slice(0, 3), seen: true } });
  expect(first.body.state).toBe("taken");
  const last = await send<HandoverDetail>(check, ada, { id: made.id, json: { itemIds: ids.slice(3), seen: true } });
  expect(last.body).toMatchObject({ state: "checked", items: [{ seen: { by: { name: "Ada" } } }, {}, {}, {}] });
  const unticked = await send<HandoverDetail>(check, ada, { id: made.id, json: { itemIds: [ids[0]], seen: false } });
  expect(unticked.body).toMatchObject({ state: "taken", checkedAt: null });
  const { items } = (await send<HandoverListing>(getList, gwen, { method: "GET" })).body;
  expect(items).toMatchObject([{ id: made.id, items: { count: 4, open: 4, unseen: 1 } }]);
  expect((await entriesOf("handover.change")).map(({ details }) => (details as { step: string }).step)).toEqual([
    ...["prepare", "take", "check", "check", "check"],
  ]);
});

dbTest("open items go from handover to handover until they are cleared", async () => {
  const first = await prepared(gwen, ["The lock is jammed.", "Call the plumber."]);
  const { body: over } = await taken(ada, first.id);
  const point = over.items.find(({ name }) => name === "Call the plumber.");
  const cleared = await send<HandoverDetail>(clear, ada, { id: point?.id ?? "", json: { note: "Called." } });
  expect(cleared.body.items.find(({ id }) => id === point?.id)).toMatchObject({
    ...{ cleared: { by: { name: "Ada" }, note: "Called." }, seen: { by: { name: "Ada" } } },
  });
  await pool().query("UPDATE alarm SET state = 'resolved' WHERE id = 'mine'");
  const flag = over.items.find(({ targetId }) => targetId === "flagged");
  await send(clear, ada, { id: flag?.id ?? "", json: {} });
  await pool().query("UPDATE alarm SET owner_id = NULL WHERE id = 'flagged'");
  expect((await pool().query("SELECT handover FROM alarm WHERE id = 'flagged'")).rows).toEqual([{ handover: false }]);

  const second = await prepared(ada);
  expect(second.items.map(({ name, carried }) => [name, carried])).toEqual([
    ["Motion, Loading bay", 0],
    ["Gate", 1],
    ["The lock is jammed.", 1],
  ]);
  const before = (await send<HandoverDetail>(getOne, gwen, { method: "GET", id: first.id })).body;
  expect(before.items.find(({ name }) => name === "The lock is jammed.")?.moved).toBe(true);
  // Withdrawn, they are back where they were.
  expect((await send(withdraw, ada, { id: second.id })).status).toBe(200);
  expect(names(await prepared(ada))).toContain("The lock is jammed.");
});

dbTest("what an absent guard left open goes to whoever prepares next, not what somebody on duty holds", async () => {
  const { id } = await prepared(gwen, ["The lock is jammed."]);
  await taken(ada, id);
  await goOnDuty(ada.actor);
  expect((await board(gwen)).open.map(({ name }) => name)).not.toContain("The lock is jammed.");
  await pool().query("UPDATE duty_period SET ended_at = now()");
  expect((await board(gwen)).open.map(({ name }) => name)).toContain("The lock is jammed.");
});

dbTest("of two guards one takes over, the other is told who; nobody takes over from themselves", async () => {
  const { id } = await prepared(gwen);
  expect((await taken(gwen, id)).status).toBe(409);
  const cleo = await signedIn("guard", { name: "Cleo" });
  const both = await Promise.all([taken(ada, id), taken(cleo, id)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const [winner, loser] = both[0].status === 200 ? ["Ada", both[1]] : ["Cleo", both[0]];
  expect(JSON.stringify(loser?.body)).toContain(`${winner} has taken it over already.`);
  expect((await send(withdraw, gwen, { id })).status).toBe(409);
  const other = winner === "Ada" ? cleo : ada;
  const item = both.find(({ status }) => status === 200)?.body.items[0]?.id;
  expect((await send(check, other, { id, json: { itemIds: [item], seen: true } })).status).toBe(409);
});

dbTest("preparing anew takes the place of what nobody took, and what came since goes along", async () => {
  const first = await prepared(gwen);
  const second = await prepared(gwen, [], "Two vans in the yard.");
  expect((await taken(ada, first.id)).status).toBe(409);
  await makeAlarm({
    id: "late",
    areaId: "hall",
    sourceId: "x",
    sourceName: "Roof",
    ownerId: gwen.actor.userId,
    state: "acknowledged",
  });
  const { body } = await taken(ada, second.id);
  expect(names(body)).toContain("Motion, Roof");
});

dbTest("who is limited to areas prepares, sees and takes over only what is there", async () => {
  const { id } = await prepared(gwen, ["The lock is jammed."]);
  const { body } = await taken(hal, id);
  expect(names(body)).toEqual(["Motion, Lobby", "The lock is jammed."]);
  const { rows } = await pool().query("SELECT owner_id FROM alarm WHERE id = 'flagged'");
  expect(rows).toEqual([{ owner_id: null }]);
  const whole = (await send<HandoverDetail>(getOne, gwen, { method: "GET", id })).body;
  const hidden = whole.items.find(({ targetId }) => targetId === "flagged")?.id ?? "";
  expect((await send(clear, hal, { id: hidden, json: {} })).status).toBe(404);
  expect((await send(check, hal, { id, json: { itemIds: [hidden], seen: true } })).status).toBe(404);
  const mine = body.items.map((item) => item.id);
  expect((await send<HandoverDetail>(check, hal, { id, json: { itemIds: mine, seen: true } })).body.state).toBe(
    "checked",
  );
  expect(names(await prepared(hal))).toEqual(["Motion, Lobby", "The lock is jammed."]);
});

dbTest("a run of repeats is one item, is handed over as a whole, and loses its flag as a whole", async () => {
  await pool().query("TRUNCATE alarm, snooze");
  const ownerId = gwen.actor.userId;
  await makeAlarm({ id: "gate", areaId: "yard", sourceName: "Gate", ownerId, receivedAgoMs: 600_000 });
  await pool().query(
    `INSERT INTO alarm (id, type, source_id, source_name, area_id, priority, occurred_at, owner_id, group_id, group_last_at)
     SELECT 'gate-' || n, '10002', 'camera-1', 'Gate', 'yard', 2, now(), $1, 'gate', now() FROM generate_series(1, 300) n`,
    [ownerId],
  );
  await pool().query("UPDATE alarm SET group_count = 301 WHERE id = 'gate'; UPDATE alarm SET handover = true");
  await makeAlarm({ id: "low", areaId: "hall", sourceId: "b", sourceName: "Lobby", priority: 3, ownerId });
  const made = await prepared(gwen);
  expect(made.items.map(({ name, alarm }) => [name, alarm?.count])).toEqual([
    ["Motion, Gate", 301],
    ["Motion, Lobby", 1],
  ]);

  const { body: over } = await taken(ada, made.id);
  expect(over.items[0]).toMatchObject({ ownerFrom: { name: "Gwen" }, ownerTo: { name: "Ada" } });
  const owned = await pool().query("SELECT count(*)::int AS n FROM alarm WHERE owner_id = $1", [ada.actor.userId]);
  expect(owned.rows).toEqual([{ n: 302 }]);
  const [gate] = over.items;
  // Its first alone is resolved: the run goes on, and stands once in what comes next.
  await pool().query("UPDATE alarm SET state = 'resolved' WHERE id = 'gate'");
  expect((await board(ada)).open.map(({ name, count, carried }) => [name, count, carried])).toEqual([
    ["Motion, Gate", 301, 1],
    ["Motion, Lobby", 1, 1],
  ]);
  const cleared = await send<HandoverDetail>(clear, ada, { id: gate?.id ?? "", json: {} });
  expect(cleared.body.items[0]).toMatchObject({ cleared: { by: { name: "Ada" } }, alarm: { flagged: false } });
  expect((await pool().query("SELECT 1 FROM alarm WHERE handover")).rows).toEqual([]);
  await pool().query("UPDATE alarm SET state = 'resolved'");
  expect((await board(ada)).open).toEqual([]);
});

dbTest("two guards who clear and check the same handover at once both get through", async () => {
  const { id } = await prepared(
    gwen,
    Array.from({ length: 20 }, (_, at) => `Point ${at + 1}`),
  );
  const { body } = await taken(ada, id);
  const points = body.items.filter(({ kind }) => kind === "point");
  const answers = await Promise.all([
    ...points.map((point) => send(clear, gwen, { id: point.id, json: {} })),
    ...points.map((point) => send(check, ada, { id, json: { itemIds: [point.id], seen: true } })),
  ]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});
