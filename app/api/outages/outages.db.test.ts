import { beforeAll } from "vitest";
import { GET } from "./route";
import { pool } from "@/lib/db/client";
import type { OutageItem } from "@/lib/domains/outages/schema";
import type { Listing } from "@/lib/http/list";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";

let guard: SignedIn;
let limited: SignedIn;

beforeAll(async () => {
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id) VALUES
       ('hall', 'Hall', 'hall', '{hall}', '{Hall}', '', 1), ('yard', 'Yard', 'yard', '{yard}', '{Yard}', '', 1);
     INSERT INTO device (id, name, search, category, online, online_since, hash, sweep_id) VALUES
       ('x', 'Recorder', 'recorder', 'encodingDevice', 'offline', now() - interval '2 hours', '', 1),
       ('y', 'Panel', 'panel', 'alarmDevice', 'offline', now() - interval '9 hours', '', 1);
     INSERT INTO camera (id, name, search, online, online_since, abilities, area_id, device_id, hash, sweep_id) VALUES
       ('x', 'Gate', 'gate', 'offline', now() - interval '1 minute', '{}', 'hall', 'x', '', 1),
       ('old', 'Attic', 'attic', 'offline', NULL, '{}', 'hall', 'x', '', 1),
       ('yard', 'Fence', 'fence', 'offline', now() - interval '3 hours', '{}', 'yard', 'y', '', 1),
       ('fine', 'Lobby', 'lobby', 'online', now() - interval '1 minute', '{}', 'hall', 'x', '', 1);
     INSERT INTO camera (id, name, search, online, abilities, hash, sweep_id, gone_at)
       VALUES ('gone', 'Gone', 'gone', 'offline', '{}', '', 1, now());
     INSERT INTO door (id, name, search, online, online_since, area_id, device_id, hash, sweep_id)
       VALUES ('x', 'Back door', 'back door', 'offline', now() - interval '1 day', 'yard', 'y', '', 1)`,
  );
  guard = await signedIn("guard");
  limited = await signedIn("guard", { areaIds: ["hall"] });
});

async function list(query: string, who = guard): Promise<Listing<OutageItem>> {
  const response = await callRoute(GET, who.request(`/api/outages${query}`));
  expect(response.status).toBe(200);
  return (await response.json()) as Listing<OutageItem>;
}

const ids = ({ items }: Listing<OutageItem>) => items.map(({ id }) => id);
const newestFirst = ["cameras:x", "devices:x", "cameras:yard", "devices:y", "doors:x", "cameras:old"];

dbTest("newest first; what was offline from the beginning comes last and says so", async () => {
  const all = await list("");
  expect(ids(all)).toEqual(newestFirst);
  expect(all.total).toBe(newestFirst.length);
  expect(all.items.filter(({ sinceBefore }) => sinceBefore).map(({ id }) => id)).toEqual(["cameras:old"]);
  expect(all.items[0]).toMatchObject({ kind: "cameras", objectId: "x", name: "Gate", area: ["Hall"] });
  expect(all.items[1]?.area).toBeNull();
});

dbTest("pages go on where the last one ended, whatever the order", async () => {
  for (const sort of ["duration", "-duration", "name", "-name", "kind"]) {
    const whole = ids(await list(`?sort=${sort}`));
    const pages: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Listing<OutageItem> = await list(`?sort=${sort}&limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      pages.push(...ids(page));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(whole);
  }
});

dbTest("filters by kind, area and words", async () => {
  expect(ids(await list("?kind=doors&kind=devices"))).toEqual(["devices:x", "devices:y", "doors:x"]);
  expect(ids(await list("?areaId=yard"))).toEqual(["cameras:yard", "doors:x"]);
  expect(ids(await list("?q=BACK"))).toEqual(["doors:x"]);
});

dbTest("somebody limited to areas learns of these alone, and of the devices that serve them", async () => {
  expect(ids(await list("", limited))).toEqual(["cameras:x", "devices:x", "cameras:old"]);
  expect(ids(await list("?areaId=yard", limited))).toEqual([]);
});
