import { beforeAll } from "vitest";
import { GET as getAreas } from "./areas/route";
import { GET as getArea } from "./areas/[id]/route";
import { GET as getTree } from "./areas/tree/route";
import { GET as getCameras } from "./cameras/route";
import { GET as getCamera } from "./cameras/[id]/route";
import { GET as getDevices } from "./devices/route";
import { GET as getDevice } from "./devices/[id]/route";
import { GET as getDoors } from "./doors/route";
import { GET as getInputs } from "./alarm-inputs/route";
import { GET as getOutputs } from "./alarm-outputs/[id]/route";
import { GET as getSync, POST as postSync } from "./sync/route";
import { GET as getZones } from "./time-zones/route";
import { pool } from "@/lib/db/client";
import type { AreaDetail, AreaItem, AreaTree } from "@/lib/domains/areas/schema";
import type { CameraDetail, CameraItem } from "@/lib/domains/cameras/schema";
import type { DeviceDetail, DeviceItem } from "@/lib/domains/devices/schema";
import { matching } from "@/lib/domains/sync/read";
import type { SyncStates } from "@/lib/domains/sync/schema";
import { SqlParameters } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { placeAreas } from "@/lib/domains/areas/mirror";

let admin: SignedIn;
let receptionist: SignedIn;

interface CameraInit {
  id: string;
  name: string;
  online?: string;
  area?: string | null;
  device?: string | null;
  gone?: boolean;
}

async function addCameras(cameras: readonly CameraInit[]): Promise<void> {
  await pool().query(
    `INSERT INTO camera (id, name, search, online, abilities, area_id, area_name, device_id, device_serial, channel_no,
                         hash, sweep_id, gone_at)
     SELECT id, name, gh_fold(concat_ws(E'\\n', name, device)), coalesce(online, 'online'), '{}', area, area, device, device, 1,
            '', 1, CASE WHEN gone THEN timestamptz '2026-02-03 04:05Z' END
       FROM jsonb_to_recordset($1) AS c(id text, name text, online text, area text, device text, gone boolean)`,
    [JSON.stringify(cameras)],
  );
}

beforeAll(async () => {
  [admin, receptionist] = [await signedIn("administrator"), await signedIn("receptionist")];
  await pool().query(
    `INSERT INTO area (id, name, search, parent_id, path, path_names, hash, sweep_id)
     SELECT id, name, gh_fold(name), parent, ARRAY[id], ARRAY[name], '', 1
       FROM (VALUES ('site', 'Site', NULL), ('hall', 'Hall', 'site'), ('desk', 'Desk', 'hall'), ('yard', 'Yard', 'site'),
                    ('other', 'Other', NULL)) AS v(id, name, parent)`,
  );
  const client = await pool().connect();
  await placeAreas(client);
  client.release();
  await pool().query(
    `INSERT INTO device (id, name, search, category, serial, online, time_zone_id, hash, sweep_id) VALUES
       ('d1', 'Recorder', 'recorder k1', 'encodingDevice', 'K1', 'online', '7', '', 1),
       ('d2', 'Panel', 'panel', 'alarmDevice', NULL, 'offline', NULL, '', 1);
     INSERT INTO time_zone (id, name, search, display_name, utc_offset_minutes, daylight_saving, hash, sweep_id)
       VALUES ('7', 'Nepal', 'nepal', '(GMT+05:45) Kathmandu', 345, false, '', 1);
     INSERT INTO mirror_kind (kind, as_of, completed_at) VALUES ('cameras', '2026-03-01 10:00Z', '2026-03-01 10:01Z')`,
  );
  await addCameras([
    { id: "c1", name: "北京 entrance", area: "desk", device: "d1" },
    { id: "c2", name: "Świętokrzyska gate", area: "hall", online: "offline" },
    { id: "c3", name: "Калитка 100%", area: "yard", online: "unknown" },
    { id: "c4", name: "under_score", area: "other" },
    { id: "c5", name: "underscore 1000", area: null, device: "no-longer-there" },
    { id: "gone", name: "Gone gate", area: "hall", gone: true },
  ]);
});

type Handler = Parameters<typeof callRoute>[0];

async function get<T>(handler: Handler, path: string, params: Record<string, string> = {}, who = admin): Promise<T> {
  const response = await callRoute(handler, who.request(path), params);
  const body = (await response.json()) as T;
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body;
}

async function status(handler: Handler, path: string, params: Record<string, string> = {}, who = admin) {
  const response = await callRoute(handler, who.request(path), params);
  const body = (await response.json()) as { detail?: string; errors?: { field: string }[] };
  return { status: response.status, detail: body.detail, fields: body.errors?.map((error) => error.field) };
}

const ids = async (query: string) =>
  (await get<Listing<CameraItem>>(getCameras, `/api/cameras?${query}`)).items.map((item) => item.id);

dbTest("an item says what it is, where it is and how old the copy is", async () => {
  const { items, total, syncedAt } = await get<Listing<CameraItem>>(getCameras, "/api/cameras?q=entrance");
  expect({ total, syncedAt }).toEqual({ total: 1, syncedAt: "2026-03-01T10:00:00.000Z" });
  expect(items).toEqual([
    {
      id: "c1",
      name: "北京 entrance",
      state: "online",
      stateSince: null,
      area: { id: "desk", name: "Desk", path: ["Site", "Hall", "Desk"] },
      device: { id: "d1", name: "Recorder", serial: "d1" },
      channelNo: 1,
      abilities: [],
      thumbnail: { state: expect.stringMatching(/none|wanted/) as string, reason: null, url: null, at: null },
    },
  ]);
});

dbTest("search folds accents and case, knows every script, and takes % and _ literally", async () => {
  expect(await ids("q=北京")).toEqual(["c1"]);
  expect(await ids("q=калитка")).toEqual(["c3"]);
  expect(await ids("q=SWIETO")).toEqual(["c2"]);
  expect(await ids("q=Świę%20GATE")).toEqual(["c2"]);
  expect(await ids("q=gate%20swie")).toEqual(["c2"]);
  expect(await ids("q=100%25")).toEqual(["c3"]);
  expect(await ids("q=r_s")).toEqual(["c4"]);
  expect(await ids("q=%25")).toEqual(["c3"]);
  expect(await ids("q=%5C")).toEqual([]);
  expect(await ids("q=%00under")).toEqual(["c4", "c5"]);
});

dbTest("a search reads its index and not the table", async () => {
  await pool().query(
    `INSERT INTO door (id, name, search, online, hash, sweep_id)
     SELECT 'x' || n, 'Door ' || md5(n::text), 'door ' || md5(n::text), 'online', '', 1 FROM generate_series(1, 20000) n`,
  );
  await pool().query("VACUUM ANALYZE door");
  const parameters = new SqlParameters();
  const where = matching("search", "c4ca4238a0b923", parameters).join(" AND ");
  const plan = await pool().query<{ "QUERY PLAN": string }>(
    `EXPLAIN SELECT id FROM door WHERE gone_at IS NULL AND ${where} ORDER BY name, id LIMIT 51`,
    parameters.values,
  );
  expect(plan.rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("door_search_idx");
  const page = await get<Listing<{ name: string }>>(getDoors, "/api/doors?q=c4ca4238a0b923");
  expect(page.items.map((item) => item.name)).toEqual(["Door c4ca4238a0b923820dcc509a6f75849b"]);
  const all = await get<Listing<unknown>>(getDoors, "/api/doors?limit=1");
  expect(all).toMatchObject({ total: null, totalAtLeast: 10_000, syncedAt: null });
});

dbTest("filters take an area with everything below it, several states, and a device", async () => {
  expect(await ids("areaId=site")).toEqual(["c2", "c3", "c1"]);
  expect(await ids("areaId=hall")).toEqual(["c2", "c1"]);
  expect(await ids("areaId=nowhere")).toEqual([]);
  expect(await ids("state=offline&state=unknown&sort=state")).toEqual(["c2", "c3"]);
  expect(await ids("sort=-state")).toEqual(["c3", "c1", "c5", "c4", "c2"]);
  expect(await ids("deviceId=d1&state=online")).toEqual(["c1"]);
});

dbTest("paging goes through equal names and states completely, without doubles", async () => {
  const same = Array.from({ length: 23 }, (_, n) => ({ id: `same-${n}`, name: "Same", device: "paged" }));
  await addCameras([...same, { id: "same-first", name: "A", device: "paged" }]);
  for (const sort of ["name", "-name", "state", "-state"]) {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const from: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Listing<CameraItem> = await get(
        getCameras,
        `/api/cameras?deviceId=paged&limit=5&sort=${sort}${from}`,
      );
      expect(page.total).toBe(24);
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(24);
    expect(new Set(seen).size).toBe(24);
  }
});

dbTest("a detail carries its area path and device; what has gone says so", async () => {
  const camera = await get<CameraDetail>(getCamera, "/api/cameras/c1", { id: "c1" });
  expect(camera).toMatchObject({
    areaPath: [
      { id: "site", name: "Site" },
      { id: "hall", name: "Hall" },
      { id: "desk", name: "Desk" },
    ],
    deviceState: "online",
    deviceCategory: "encodingDevice",
    syncedAt: expect.stringMatching(/Z$/) as string,
  });
  expect(await status(getCamera, "/api/cameras/gone", { id: "gone" })).toMatchObject({
    status: 404,
    detail: expect.stringContaining("February 3, 2026") as string,
  });
  expect(await status(getCamera, "/api/cameras/none", { id: "none" })).toMatchObject({ status: 404 });
  expect(await status(getCamera, "/api/cameras/%00", { id: "\0" })).toMatchObject({ status: 404 });
});

dbTest("areas carry their path and what is inside; the tree has all of them", async () => {
  const roots = await get<Listing<AreaItem>>(getAreas, "/api/areas?parentId=root");
  expect(roots.items.map((area) => area.id)).toEqual(["other", "site"]);
  const inside = await get<Listing<AreaItem>>(getAreas, "/api/areas?parentId=site&sort=path");
  expect(inside.items.map(({ name, path, counts }) => [name, path, counts.cameras, counts.camerasOffline])).toEqual([
    ["Hall", ["Site", "Hall"], 1, 1],
    ["Yard", ["Site", "Yard"], 1, 0],
  ]);
  const site = await get<AreaDetail>(getArea, "/api/areas/site", { id: "site" });
  expect(site.counts.cameras).toBe(0);
  expect(site.within).toMatchObject({ areas: 3, cameras: 3, camerasOffline: 1 });
  const tree = await get<AreaTree>(getTree, "/api/areas/tree");
  expect(tree.items.map((area) => [area.id, area.parentId])).toEqual([
    ["desk", "hall"],
    ["hall", "site"],
    ["other", null],
    ["site", null],
    ["yard", "site"],
  ]);
});

dbTest("devices filter by category and state, and sort those without a serial last", async () => {
  const list = (query: string) => get<Listing<DeviceItem>>(getDevices, `/api/devices?${query}`);
  expect((await list("category=alarmDevice")).items.map((device) => device.id)).toEqual(["d2"]);
  expect((await list("state=online")).items.map((device) => device.id)).toEqual(["d1"]);
  expect((await list("sort=-serial")).items.map((device) => device.id)).toEqual(["d1", "d2"]);
  expect(await get<DeviceDetail>(getDevice, "/api/devices/d1", { id: "d1" })).toMatchObject({
    timeZone: { id: "7", name: "(GMT+05:45) Kathmandu", utcOffsetMinutes: 345 },
    counts: { cameras: 1, doors: 0, alarmInputs: 0, alarmOutputs: 0 },
  });
  expect((await get<Listing<unknown>>(getZones, "/api/time-zones")).items).toEqual([
    { id: "7", name: "Nepal", displayName: "(GMT+05:45) Kathmandu", utcOffsetMinutes: 345, daylightSaving: false },
  ]);
});

dbTest("bad questions are refused by name, and permissions by kind", async () => {
  expect(await status(getCameras, "/api/cameras?state=asleep")).toMatchObject({ status: 400 });
  expect(await status(getCameras, "/api/cameras?sort=colour")).toMatchObject({ status: 400, fields: ["sort"] });
  expect(await status(getCameras, "/api/cameras?limit=0")).toMatchObject({ status: 400, fields: ["limit"] });
  expect(await status(getCameras, "/api/cameras?colour=red")).toMatchObject({ status: 400 });
  expect(await status(getCameras, "/api/cameras?areaId=%00")).toMatchObject({ status: 400, fields: ["areaId"] });
  const { nextCursor } = await get<Listing<unknown>>(getCameras, "/api/cameras?limit=2");
  const elsewhere = `/api/cameras?limit=2&q=a&cursor=${encodeURIComponent(nextCursor ?? "")}`;
  expect(await status(getCameras, elsewhere)).toMatchObject({ status: 400, fields: ["cursor"] });
  expect(await status(getCameras, "/api/cameras", {}, receptionist)).toMatchObject({ status: 403 });
  expect(await status(getInputs, "/api/alarm-inputs", {}, receptionist)).toMatchObject({ status: 403 });
  expect(await status(getOutputs, "/api/alarm-outputs/x", { id: "x" })).toMatchObject({ status: 404 });
  expect((await callRoute(getDoors, receptionist.request("/api/doors?limit=1"))).status).toBe(200);
});

dbTest("synchronisation states are shown and asked for by kind", async () => {
  const { items } = await get<SyncStates>(getSync, "/api/sync");
  expect(items.map((state) => state.kind)).toHaveLength(11);
  const before = items.find((state) => state.kind === "cameras");
  expect(before).toMatchObject({ asOf: "2026-03-01T10:00:00.000Z", running: null, error: null, held: false });
  expect((await get<SyncStates>(getSync, "/api/sync", {}, receptionist)).items.map((state) => state.kind)).toEqual([
    "doors",
  ]);

  await pool().query(
    `INSERT INTO lease VALUES ('mirror.cameras', '', 0, now());
     INSERT INTO duty (name, next_at) VALUES ('mirror.cameras', now() + '1 hour')`,
  );
  const ask = (who: SignedIn, json: unknown) => callRoute(postSync, who.request("/api/sync", { method: "POST", json }));
  const asked = await ask(admin, { kinds: ["cameras", "time-zones"] });
  expect(asked.status).toBe(202);
  const after = ((await asked.json()) as SyncStates).items.filter((state) => state.requestedAt !== null);
  expect(after.map((state) => state.kind).toSorted()).toEqual(["cameras", "time-zones"]);
  const woken = await pool().query("SELECT 1 FROM duty WHERE name = 'mirror.cameras' AND next_at <= now()");
  expect(woken.rowCount).toBe(1);
  expect((await ask(receptionist, { kind: "doors" })).status).toBe(202);
  expect((await ask(receptionist, { kinds: ["doors", "cameras"] })).status).toBe(403);
  expect((await ask(admin, { kinds: ["people"] })).status).toBe(422);
});
