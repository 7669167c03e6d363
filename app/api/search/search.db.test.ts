import { beforeAll } from "vitest";
import { GET as getNavigation } from "@/app/api/navigation/route";
import { pool } from "@/lib/db/client";
import type { NavigationCounts } from "@/lib/domains/navigation/schema";
import type { SearchHit, SearchHits } from "@/lib/domains/search/schema";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { GET } from "./route";

let admin: SignedIn;
let receptionist: SignedIn;

beforeAll(async () => {
  [admin, receptionist] = [await signedIn("administrator"), await signedIn("receptionist")];
  await pool().query(
    `INSERT INTO area (id, name, search, parent_id, path, path_names, hash, sweep_id) VALUES
       ('a1', 'Site', 'site', NULL, '{a1}', '{Site}', '', 1),
       ('a2', 'Gate house', 'gate house', 'a1', '{a1,a2}', '{Site,Gate house}', '', 1);
     INSERT INTO device (id, name, search, category, serial, online, hash, sweep_id) VALUES
       ('d1', 'Gate recorder', E'gate recorder\\nk777', 'encodingDevice', 'K777', 'offline', '', 1);
     INSERT INTO camera (id, name, search, online, abilities, area_id, device_serial, hash, sweep_id, gone_at)
     SELECT 'c' || n, 'North gate ' || n, gh_fold('North gate ' || n), 'online', '{}', 'a2', 'K777', '', 1,
            CASE WHEN n = 9 THEN now() END
       FROM generate_series(1, 9) AS n;
     INSERT INTO camera (id, name, search, online, abilities, hash, sweep_id) VALUES
       ('first', 'Gâte first', gh_fold('Gâte first'), 'offline', '{}', '', 1);
     INSERT INTO door (id, name, search, online, area_id, hash, sweep_id) VALUES
       ('o1', 'Gate 100%', 'gate 100%', 'online', 'a2', '', 1), ('o2', 'Gate 1000', 'gate 1000', 'offline', 'a2', '', 1)`,
  );
});

async function find(who: SignedIn, q: string): Promise<SearchHit[]> {
  const answer = await callRoute(GET, who.request(`/api/search?${new URLSearchParams({ q })}`));
  expect(answer.status).toBe(200);
  return ((await answer.json()) as SearchHits).items;
}

dbTest(
  "every kind answers with at most five; what begins with the words comes first, what has gone not at all",
  async () => {
    const found = await find(admin, "gate");
    const of = (kind: string) => found.filter((hit) => hit.kind === kind);
    expect(of("cameras")).toHaveLength(5);
    expect(of("cameras")[0]).toEqual({
      kind: "cameras",
      id: "first",
      name: "Gâte first",
      path: [],
      serial: null,
      state: "offline",
    });
    expect(of("areas")).toMatchObject([{ id: "a2", path: ["Site"], state: null }]);
    expect(of("devices")).toMatchObject([{ id: "d1", serial: "K777" }]);
    expect(of("doors").map(({ id }) => id)).toEqual(["o1", "o2"]);
    expect((await find(admin, "north 9")).filter(({ kind }) => kind === "cameras")).toEqual([]);
    expect((await find(admin, "NORTH 8"))[0]).toMatchObject({ id: "c8", path: ["Site", "Gate house"] });
  },
);

dbTest("wildcards and quotes are only letters", async () => {
  expect((await find(admin, "100%")).map(({ id }) => id)).toEqual(["o1"]);
  expect(await find(admin, "'; DROP TABLE camera; --")).toEqual([]);
  expect(await find(admin, "\0\\_")).toEqual([]);
});

dbTest("a kind the role may not read is not found", async () => {
  const found = await find(receptionist, "gate");
  expect([...new Set(found.map(({ kind }) => kind))]).toEqual(["doors"]);
});

dbTest("the navigation counts what needs a look on the pages the role may see", async () => {
  const counts = async (who: SignedIn) => {
    const answer = await callRoute(getNavigation, who.request("/api/navigation"));
    return ((await answer.json()) as NavigationCounts).counts;
  };
  const one = { count: 1, of: "offline" };
  for (const state of ["new", "new", "acknowledged", "closed"]) await makeAlarm({ state });
  expect(await counts(admin)).toEqual({
    ...{ "/alarms": { count: 2, of: "unhandled" }, "/devices": one, "/cameras": one, "/doors": one },
  });
  expect(await counts(receptionist)).toEqual({ "/doors": one });
  await pool().query("UPDATE door SET online = 'online'");
  expect(await counts(receptionist)).toEqual({});
});
