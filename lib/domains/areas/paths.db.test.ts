import { afterAll, beforeAll } from "vitest";
import { pool } from "@/lib/db/client";
import { sweep } from "@/lib/domains/sync/mirror";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { areaMirror, placeAreas } from "./mirror";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
});
afterAll(() => sandbox.stop());

const pass = () => sweep(areaMirror, dutyRun());

/** Ids in the last event about areas. */
async function lastChanged(): Promise<string[]> {
  const { rows } = await pool().query<{ ids: string[] }>(
    "SELECT payload -> 'ids' AS ids FROM bus_event WHERE topic = 'mirror' ORDER BY seq DESC LIMIT 1",
  );
  return rows[0]?.ids ?? [];
}

dbTest("areas carry the path from the root, also after a move, and keep it when they have gone", async () => {
  await pass();
  const expected = (await sandbox.answer("/resource/v1/areas/get", { pageIndex: 1, pageSize: 500 }))["area"] as {
    id: string;
    name: string;
    parentAreaID: string;
  }[];
  const byId = new Map(expected.map((area) => [area.id, area]));
  const pathOf = (id: string): string[] => {
    const area = byId.get(id);
    return area === undefined ? [] : [...pathOf(area.parentAreaID), area.name];
  };
  const { rows } = await pool().query<{ id: string; path: string[]; path_names: string[] }>("SELECT * FROM area");
  expect(rows).toHaveLength(byId.size);
  for (const row of rows) {
    expect(row.path_names).toEqual(pathOf(row.id));
    expect(row.path.at(-1)).toBe(row.id);
  }
  expect(Math.max(...rows.map((row) => row.path.length))).toBeGreaterThan(2);

  const top = rows.find((row) => row.path.length === 1)?.id ?? "";
  const parent = await sandbox.control<{ ids: string[] }>("POST", "/world/areas", {
    add: 1,
    name: "North",
    parentId: top,
  });
  const [north = ""] = parent.ids;
  const child = await sandbox.control<{ ids: string[] }>("POST", "/world/areas", {
    add: 1,
    name: "Deep",
    parentId: north,
  });
  const [deep = ""] = child.ids;
  await pass();
  await sandbox.control("PATCH", `/world/areas/${north}`, { name: "South", parentId: "-1" });
  await pass();
  const place = async (id: string) =>
    (await pool().query<{ path_names: string[]; gone_at: Date | null }>("SELECT * FROM area WHERE id = $1", [id]))
      .rows[0];
  expect((await place(deep))?.path_names).toEqual(["South", "Deep"]);
  expect(new Set(await lastChanged()), "what is below moves along").toEqual(new Set([north, deep]));

  await sandbox.control("DELETE", `/world/areas/${north}`);
  await pass();
  expect(await place(deep)).toMatchObject({ path_names: ["South", "Deep"], gone_at: expect.any(Date) as Date });
});

dbTest("areas that go round in a circle, or whose parent is unknown, do not hang the path", async () => {
  await pool().query("TRUNCATE area");
  await pool().query(
    `INSERT INTO area (id, name, search, parent_id, path, path_names, hash, sweep_id) VALUES
      ('a', 'A', '', 'b', '{}', '{}', '', 0), ('b', 'B', '', 'a', '{}', '{}', '', 0), ('s', 'S', '', 's', '{}', '{}', '', 0),
      ('o', 'O', '', 'nowhere', '{}', '{}', '', 0), ('u', 'U', '', 'o', '{}', '{}', '', 0)`,
  );
  const client = await pool().connect();
  try {
    await placeAreas(client);
  } finally {
    client.release();
  }
  const { rows } = await pool().query("SELECT id, path FROM area ORDER BY id");
  expect(rows).toEqual([
    { id: "a", path: ["a"] },
    { id: "b", path: ["b"] },
    { id: "o", path: ["o"] },
    { id: "s", path: ["s"] },
    { id: "u", path: ["o", "u"] },
  ]);
});
