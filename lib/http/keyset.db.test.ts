import { beforeAll, describe } from "vitest";
import { pool } from "@/lib/db/client";
import { BadRequestError } from "@/lib/errors";
import { dbTest, expect } from "@/lib/testing/database";
import { decodeCursor, encodeCursor } from "./cursor";
import { listPage, type SortColumn } from "./keyset";
import { listQuery } from "./list";
import { z } from "zod";

type Field = "name" | "seen" | "channel";

const Query = listQuery({ area: z.string().optional() }, ["name", "seen", "channel"]);

const sortable: Record<Field, SortColumn> = {
  name: { sql: "name" },
  seen: { sql: "online_since", type: "timestamptz", nullable: true },
  channel: { sql: "channel_no", type: "integer", nullable: true },
};

function page(raw: Record<string, string>) {
  const query = Query.parse(raw);
  return listPage({
    db: pool(),
    noun: "cameras",
    query,
    sortable,
    select: "id, name",
    from: "camera",
    where: (parameters) => (query.area === undefined ? [] : [`area_id = ${parameters.add(query.area)}`]),
    item: (row: { id: string; name: string }) => row.id,
    syncedAt: new Date(0),
  });
}

async function walk(raw: Record<string, string>, between: () => Promise<unknown> = () => Promise.resolve()) {
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const answer: Awaited<ReturnType<typeof page>> = await page(cursor === null ? raw : { ...raw, cursor });
    pages.push(answer.items);
    cursor = answer.nextCursor;
    await between();
  } while (cursor !== null);
  return pages;
}

const add = (rows: string) =>
  pool().query(`
    INSERT INTO camera (id, name, search, online, area_id, online_since, channel_no, hash, sweep_id, abilities)
    SELECT id, name, name, 'online', area, seen, channel, '', 1, '{}' FROM (${rows}) AS made (id, name, area, seen, channel)`);

beforeAll(async () => {
  // 60 cameras, most of them with the same few names and times, a third without a time.
  await add(`SELECT 'c' || lpad(n::text, 2, '0'), (ARRAY['Gate', 'gate', 'Ворота', '大门', 'O''Hara'])[n % 5 + 1],
                    CASE WHEN n % 2 = 0 THEN 'north' ELSE 'south' END,
                    CASE WHEN n % 3 > 0 THEN timestamptz '2026-01-01 00:00:00.123Z' + make_interval(mins => n % 4) END,
                    CASE WHEN n % 4 > 0 THEN n % 4 END
               FROM generate_series(1, 60) AS n`);
});

describe("pages", () => {
  dbTest("together hold every row once, in the order of one big page, for each sort", async () => {
    for (const sort of ["name", "-name", "seen", "-seen", "channel", "-channel"]) {
      const [whole = []] = await walk({ sort, limit: "200" });
      expect(new Set(whole).size).toBe(60);
      for (const limit of ["1", "7", "60"]) expect((await walk({ sort, limit })).flat()).toEqual(whole);
    }
  });

  dbTest("put rows without a value last, whichever way they are sorted", async () => {
    for (const sort of ["channel", "-channel"]) {
      const order = (await walk({ sort, limit: "9" })).flat();
      expect(order.slice(-15).every((id) => Number(id.slice(1)) % 4 === 0)).toBe(true);
    }
  });

  dbTest("neither repeat nor lose a row when others come and go in between", async () => {
    const before = (await walk({ limit: "200" })).flat();
    let turn = 0;
    const pages = await walk({ limit: "10" }, () => {
      turn += 1;
      return add(`SELECT 'x${turn}', 'Gate', 'north', NULL::timestamptz, NULL::int`);
    });
    const seen = pages.flat().filter((id) => id.startsWith("c"));
    expect(seen).toEqual(before);
    await pool().query("DELETE FROM camera WHERE id LIKE 'x%'");
  });

  dbTest("say the total, the time of the mirror, and when they are the last", async () => {
    expect(await page({ area: "north", limit: "30" })).toMatchObject({ total: 30, nextCursor: null });
    const first = await page({ area: "north", limit: "29" });
    expect(first).toMatchObject({ total: 30, syncedAt: "1970-01-01T00:00:00.000Z" });
    expect(first.nextCursor).not.toBeNull();
    expect(await page({ area: "nowhere" })).toMatchObject({ items: [], total: 0, nextCursor: null });
  });

  dbTest("count up to 10,000 exactly and no further", async () => {
    await add("SELECT 'm' || n, 'Many', 'many', NULL::timestamptz, NULL::int FROM generate_series(1, 10000) AS n");
    expect(await page({ area: "many" })).toMatchObject({ total: 10_000 });
    expect(await page({ area: "many" })).not.toHaveProperty("totalAtLeast");
    await add("SELECT 'm0', 'Many', 'many', NULL::timestamptz, NULL::int");
    expect(await page({ area: "many" })).toMatchObject({ total: null, totalAtLeast: 10_000 });
    await pool().query("DELETE FROM camera WHERE area_id = 'many'");
  });
});

describe("a cursor", () => {
  const scope = { noun: "cameras", sort: "name", filters: { q: "gate", area: "north" } };

  dbTest("comes back as it was, whatever the value holds and however filters are ordered", () => {
    for (const value of ['大门 "x" 🚪', "", null]) {
      const cursor = encodeCursor({ value, id: "a.b" }, scope);
      expect(cursor).toMatch(/^[\w-]+\.[\w-]+$/);
      const reordered = { ...scope, filters: { area: "north", limitless: undefined, q: "gate" } };
      expect(decodeCursor(cursor, reordered)).toEqual({ value, id: "a.b" });
    }
  });

  dbTest("is refused when changed in any place", () => {
    const cursor = encodeCursor({ value: "Gate", id: "c01" }, scope);
    const other = (letter: string | undefined) => (letter === "A" ? "B" : "A");
    for (let at = 0; at < cursor.length; at += 1) {
      const changed = cursor.slice(0, at) + other(cursor[at]) + cursor.slice(at + 1);
      expect(() => decodeCursor(changed, scope), changed).toThrow(BadRequestError);
    }
    for (const bad of ["", ".", "x", `${cursor}.x`, cursor.split(".")[0] ?? ""]) {
      expect(() => decodeCursor(bad, scope)).toThrow(BadRequestError);
    }
  });

  dbTest("is refused for another noun, sort or filter, naming itself and the remedy", async () => {
    const cursor = (await page({ limit: "5", area: "north" })).nextCursor ?? "";
    await expect(page({ limit: "9", area: "north", cursor })).resolves.toMatchObject({ total: 30 });
    for (const other of [{ area: "south" }, {}, { area: "north", sort: "-name" }, { area: "north", q: "x" }]) {
      await expect(page({ ...other, cursor } as Record<string, string>)).rejects.toMatchObject({
        status: 400,
        remedy: "Start again without cursor.",
        fields: [{ field: "cursor" }],
      });
    }
    expect(() => decodeCursor(encodeCursor({ value: "", id: "" }, { ...scope, noun: "doors" }), scope)).toThrow();
  });
});
