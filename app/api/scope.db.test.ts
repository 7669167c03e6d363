/** Area scope, object by object and list by list. Every route that takes an id joins by itself. */
import { afterAll, beforeAll, describe } from "vitest";
import { areasOf } from "@/lib/auth/scope";
import type { BusEvent } from "@/lib/bus/events";
import { pool } from "@/lib/db/client";
import { placeAreas } from "@/lib/domains/areas/mirror";
import type { AreaTree } from "@/lib/domains/areas/schema";
import { mayHear } from "@/lib/domains/live/read";
import type { NavigationCounts } from "@/lib/domains/navigation/schema";
import type { Overview } from "@/lib/domains/overview/schema";
import type { SearchHits } from "@/lib/domains/search/schema";
import type { SyncStates } from "@/lib/domains/sync/schema";
import type { Listing } from "@/lib/http/list";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { makeFile } from "@/lib/testing/files";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { allRoutes, paramsOf, pathOf, type RouteEntry } from "@/lib/testing/routes";

const { entries } = await allRoutes();

/** Objects of the kinds that have areas, as `inside` the user's areas and `outside` of them. */
const scoped: Readonly<Record<string, { inside: string; outside: string }>> = {
  areas: { inside: "hall", outside: "yard" },
  cameras: { inside: "camera-hall", outside: "camera-yard" },
  doors: { inside: "door-hall", outside: "door-yard" },
  "alarm-inputs": { inside: "input-hall", outside: "input-yard" },
  "alarm-outputs": { inside: "output-hall", outside: "output-yard" },
  "alarm-rules": { inside: "rule-hall", outside: "rule-yard" },
  devices: { inside: "device-hall", outside: "device-yard" },
  snoozes: { inside: "01900000-0000-7000-8000-000000000011", outside: "01900000-0000-7000-8000-000000000012" },
  alarms: { inside: "alarm-hall", outside: "alarm-yard" },
  events: { inside: "101", outside: "102" },
};
/** Routes with an id that stands for nothing in an area: jobs are their owner's. A new route belongs to one of the lists. */
const unscoped =
  /^(\[\.\.\.path\]|account\/sessions|audit|escalations|handovers|instructions|jobs|on-duty|settings|views)(\/|$)/;
/** Nothing of these is for somebody who is limited to areas. */
const forUnlimited: readonly string[] = ["roles", "users"];

/** Ids of the second kind in an address, which belong to the first. */
const nested: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  snapshotId: {
    "camera-hall": "01900000-0000-7000-8000-000000000001",
    "camera-yard": "01900000-0000-7000-8000-000000000002",
    "no-such-object": "01900000-0000-7000-8000-000000000003",
  },
  fileId: {
    "alarm-hall": "01900000-0000-7000-8000-000000000021",
    "alarm-yard": "01900000-0000-7000-8000-000000000022",
    "101": "01900000-0000-7000-8000-000000000023",
    "102": "01900000-0000-7000-8000-000000000024",
    "no-such-object": "01900000-0000-7000-8000-000000000025",
  },
};
/** What is done to a device reaches everything on it, so nobody limited to areas may (decision 008). */
const wholeSiteOnly = ({ name, method }: RouteEntry) =>
  name.startsWith("devices") && (method !== "GET" || name.endsWith("/channels"));

let sandbox: TestSandbox;
let limited: SignedIn;
let everywhere: SignedIn;

beforeAll(async () => {
  // Nobody asks it for anything: the overview tells of the gateway, so there has to be one.
  sandbox = await startSandbox();
  const areas = [
    ["site", null],
    ["building", "site"],
    ["hall", "building"],
    ["yard", "site"],
  ];
  for (const [id, parent] of areas) {
    await pool().query(
      `INSERT INTO area (id, name, search, parent_id, path, path_names, hash, sweep_id)
       VALUES ($1, $1, $1, $2, ARRAY[$1], ARRAY[$1], '', 1)`,
      [id, parent],
    );
  }
  const client = await pool().connect();
  await placeAreas(client);
  client.release();
  for (const place of ["hall", "yard"]) {
    await pool().query(
      `INSERT INTO device (id, name, search, category, online, hash, sweep_id)
       VALUES ($1, $1, $1, 'encodingDevice', 'offline', '', 1)`,
      [`device-${place}`],
    );
    const { inside = "", outside = "" } = scoped["snoozes"] ?? {};
    const snooze = place === "hall" ? inside : outside;
    await pool().query(
      `INSERT INTO snooze (id, scope, target_id, name, area_id, reason, created_by, until)
       VALUES ($1, 'area', $2, $3, $2, 'Works', gen_random_uuid(), now() + interval '1 hour')`,
      [snooze, place, snooze],
    );
    for (const [table, noun] of [
      ["camera", "camera"],
      ["door", "door"],
      ["alarm_input", "input"],
      ["alarm_output", "output"],
    ]) {
      const abilities = table === "camera" ? [", abilities", ", '{}'"] : ["", ""];
      await pool().query(
        `INSERT INTO ${table} (id, name, search, online, area_id, device_id, hash, sweep_id${abilities[0]})
         VALUES ($1, $1, $1, 'offline', $2, $3, '', 1${abilities[1]})`,
        [`${noun}-${place}`, place, `device-${place}`],
      );
    }
  }
  await fillEvents();
  for (const place of ["hall", "yard"]) {
    await pool().query(
      `INSERT INTO alarm_rule (id, name, search, description, state, source_type, source_id, hash, sweep_id)
       VALUES ($1, $1, $1, '', 'normal', 'camera', $2, '', 1)`,
      [`rule-${place}`, `camera-${place}`],
    );
  }
  for (const camera of ["camera-hall", "camera-yard"]) {
    const id = nested["snapshotId"]?.[camera];
    await pool().query("INSERT INTO camera_snapshot (id, camera_id, hash) VALUES ($1, $2, $2)", [id, camera]);
  }
  limited = await signedIn("administrator", { areaIds: ["building"] });
  everywhere = await signedIn("administrator");
});

/** Events, and a file that is not kept of each of them and of each alarm. */
async function fillEvents(): Promise<void> {
  for (const [place, event] of [
    ["hall", "101"],
    ["yard", "102"],
  ] as const) {
    await pool().query(
      `INSERT INTO device_event (id, key, kind, type, occurred_at, area_id, search)
       VALUES ($1::bigint, $1::text, 'authentication', '110013', now(), $2, $2)`,
      [event, place],
    );
    await makeFile({ id: nested["fileId"]?.[`alarm-${place}`], alarmId: `alarm-${place}`, state: "lost" });
    await makeFile({ id: nested["fileId"]?.[event], eventId: event, state: "lost" });
  }
}

afterAll(() => sandbox.stop());

const withId = entries.filter(({ name }) => name.includes("["));
const nounOf = ({ name }: RouteEntry) => name.split("/")[0] ?? "";

async function ask(who: SignedIn, entry: RouteEntry, id: string): Promise<{ status: number; body: string }> {
  // A body where none is declared would be refused for itself.
  const init = { method: entry.method, ...(entry.handler.policy.body ? { json: {} } : {}) };
  const params = Object.entries(paramsOf(entry, id)).map(([part, value]) => [part, nested[part]?.[id] ?? value]);
  const response = await callRoute(entry.handler, who.request(pathOf(entry, id), init), Object.fromEntries(params));
  return { status: response.status, body: await response.text() };
}

dbTest("every route that takes an id is known here", () => {
  const unknown = withId.filter(
    (entry) => !(nounOf(entry) in scoped) && !forUnlimited.includes(nounOf(entry)) && !unscoped.test(entry.name),
  );
  expect(unknown.map(({ method, name }) => `${method} ${name}`)).toEqual([]);
});

dbTest("who is limited to areas manages nobody", async () => {
  const routes = entries.filter((entry) => forUnlimited.includes(nounOf(entry)));
  expect(routes.length).toBeGreaterThan(10);
  for (const entry of routes) {
    const bodies: Readonly<Record<string, object>> = {
      "POST users": { name: "N", email: "n@example.com", role: "guard", areaIds: ["hall"] },
      "POST roles": { name: "Night shift", permissions: ["areas:read"] },
      "POST users/[id]/erase": { word: "erase" },
      "PUT roles/[id]/second-factor": { required: true },
    };
    const json = bodies[`${entry.method} ${entry.name}`] ?? {};
    // A body where none is declared would be refused for itself.
    const init = { method: entry.method, ...(entry.handler.policy.body ? { json } : {}) };
    const id = limited.actor.userId;
    const response = await callRoute(entry.handler, limited.request(pathOf(entry, id), init), paramsOf(entry, id));
    expect(response.status, `${entry.method} ${entry.name}`).toBe(403);
  }
});

describe.each(
  withId.filter((entry) => nounOf(entry) in scoped).map((entry) => ({ label: `${entry.method} ${entry.name}`, entry })),
)("$label", ({ entry }) => {
  dbTest("knows nothing of another area's object", async () => {
    const { outside } = scoped[nounOf(entry)] ?? { outside: "" };
    const answer = await ask(limited, entry, outside);
    const missing = await ask(limited, entry, "no-such-object");
    // A body that is refused first says the same of both.
    expect([404, 422]).toContain(answer.status);
    expect(answer.status).toBe(missing.status);
    const told = ({ body }: { body: string }) => {
      const { title, detail, remedy } = JSON.parse(body) as Record<string, unknown>;
      return { title, detail, remedy };
    };
    expect(told(answer)).toEqual(told(missing));
  });

  dbTest("is open for an object within", async () => {
    const { inside } = scoped[nounOf(entry)] ?? { inside: "" };
    const [mine, anybodys] = [await ask(limited, entry, inside), await ask(everywhere, entry, inside)];
    if (wholeSiteOnly(entry)) expect([403, 422]).toContain(mine.status);
    else expect(mine.status).toBe(anybodys.status);
  });
});

const listed = entries.filter(({ method, name }) => method === "GET" && name in scoped);

describe.each(listed.map((entry) => ({ label: entry.name, entry })))("GET $label", ({ entry }) => {
  dbTest("lists what is within, and counts no more", async () => {
    const ids = async (who: SignedIn, query: string) => {
      const response = await callRoute(entry.handler, who.request(`${pathOf(entry, "")}${query}`));
      const { items, total } = (await response.json()) as Listing<{ id: string }>;
      expect(total).toBe(items.length);
      return items.map(({ id }) => id).sort();
    };
    const { inside, outside } = scoped[entry.name] ?? { inside: "", outside: "" };
    // The tests above have lifted one.
    await pool().query("UPDATE snooze SET lifted_at = NULL");
    expect(await ids(everywhere, "")).toEqual(expect.arrayContaining([inside, outside]));
    const mine = await ids(limited, "");
    expect(mine).toContain(inside);
    expect(mine).not.toContain(outside);
    expect(await ids(limited, `?q=${outside}`)).toEqual([]);
    if (["cameras", "doors"].includes(entry.name)) expect(await ids(limited, "?areaId=yard")).toEqual([]);
    if (["cameras", "doors"].includes(entry.name)) expect(await ids(limited, "?areaId=site")).toEqual([inside]);
  });
});

function fail(): never {
  throw new Error("this route is gone");
}

async function read<T>(name: string, who: SignedIn): Promise<T> {
  const entry = entries.find((each) => each.name === name && each.method === "GET");
  if (entry === undefined) throw new Error(`there is no GET /api/${name}`);
  return (await (await callRoute(entry.handler, who.request(`/api/${name}`))).json()) as T;
}

dbTest("the tree begins at the highest area one may see", async () => {
  const { items } = await read<AreaTree>("areas/tree", limited);
  expect(items.map(({ id, parentId }) => [id, parentId])).toEqual([
    ["building", null],
    ["hall", "building"],
  ]);
});

dbTest("search and the counts of the navigation know no more either", async () => {
  const found = await Promise.all(
    [limited, everywhere].map(async (who) => {
      const entry = entries.find(({ name }) => name === "search");
      const response = await callRoute(entry?.handler ?? fail(), who.request("/api/search?q=yard"));
      return ((await response.json()) as SearchHits).items.map(({ id }) => id).sort();
    }),
  );
  expect(found).toEqual([[], ["camera-yard", "device-yard", "door-yard", "yard"]]);
  const counts = async (who: SignedIn) => Object.values((await read<NavigationCounts>("navigation", who)).counts);
  expect((await counts(limited)).map(({ count }) => count)).toEqual([1, 1, 1, 1]);
  expect((await counts(everywhere)).map(({ count }) => count)).toEqual([2, 2, 2, 2]);
});

dbTest("numbers and lists of the overview leave the rest of the site out", async () => {
  const mine = await read<Overview>("overview", limited);
  expect(mine.counts.map(({ kind, total, offline }) => [kind, total, offline])).toEqual([
    ["cameras", 1, 1],
    ["devices", 1, 1],
    ["doors", 1, 1],
  ]);
  expect(mine.offline.map(({ id }) => id).sort()).toEqual(["camera-hall", "device-hall", "door-hall"]);
  expect(mine.kinds.map(({ count }) => count)).toEqual(mine.kinds.map(() => null));
  expect(mine.alarms).toMatchObject({ unhandled: 1, open: { 2: 1 }, lastHour: 1 });
  expect((await read<SyncStates>("sync", limited)).items.every(({ count }) => count === null)).toBe(true);
  const all = await read<Overview>("overview", everywhere);
  expect(all.counts[0]?.total).toBe(2);
  expect(all.alarms).toMatchObject({ unhandled: 2, lastHour: 2 });
});

dbTest("an area that is added below later belongs to it at once, and news of other areas are not heard", async () => {
  const areas = new Set((await areasOf(limited.actor)) ?? []);
  const about = (areaId: string): BusEvent => ({ topic: "mirror", kind: "cameras", ids: ["x"], areaIds: [areaId] });
  expect(mayHear(limited.actor, areas, about("hall"))).toBe(true);
  expect(mayHear(limited.actor, areas, about("yard"))).toBe(false);
  expect(mayHear(everywhere.actor, null, about("yard"))).toBe(true);
  await pool().query(
    `INSERT INTO area (id, name, search, parent_id, path, path_names, hash, sweep_id)
     VALUES ('annex', 'annex', 'annex', 'hall', ARRAY['site', 'building', 'hall', 'annex'], '{}', '', 1)`,
  );
  expect(await areasOf(limited.actor)).toContain("annex");
});

dbTest("asking for another area's object is written down", async () => {
  const { rows } = await pool().query<{ body: string }>(
    "SELECT body FROM audit_entry WHERE action = 'denied' AND actor_id = $1 ORDER BY seq",
    [limited.actor.userId],
  );
  const told = rows.map(({ body }) => (JSON.parse(body) as { objects: { id: string }[] }).objects[0]?.id);
  expect(told).toContain("camera-yard");
  expect(told).not.toContain("camera-hall");
});
