import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readEnvelope } from "./envelope";
import { parseJson } from "./json";
import {
  biasToUtcOffset,
  centimetresPerHourToMetresPerSecond,
  pageOf,
  pick,
  readId,
  readRows,
  readWord,
  record,
  toBoolean,
  toDate,
  toInteger,
  toOnline,
  toUrl,
  toWords,
} from "./tolerant";

describe("JSON", () => {
  test("keeps the digits of long integers", () => {
    expect(parseJson('{"id":288329024512665601,"list":[-288329024512665601, 12],"f":1.2345678901234567890}')).toEqual({
      id: "288329024512665601",
      list: ["-288329024512665601", 12],
      f: 1.2345678901234567,
    });
  });

  test("leaves digits inside strings alone", () => {
    const text = JSON.stringify({ a: 'x"288329024512665601', 'k\\"1234567890123456789': "\\" });
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test("agrees with JSON.parse on everything else", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        const plain: unknown = JSON.parse(text, (_, item: unknown) =>
          typeof item === "number" && Number.isInteger(item) && !Number.isSafeInteger(item) ? "long" : item,
        );
        const ours: unknown = JSON.parse(JSON.stringify(parseJson(text)), (_, item: unknown) =>
          (typeof item === "number" && Number.isInteger(item) && !Number.isSafeInteger(item)) || isLong(item)
            ? "long"
            : item,
        );
        expect(ours).toEqual(plain);
      }),
    );
  });

  // Work that grows with the square of the text would outlast any test's time.
  test("comes to an end on hostile text", () => {
    const hostile = '"' + '\\"'.repeat(1_000_000);
    expect(() => parseJson(hostile)).toThrow(SyntaxError);
  });

  test("reads pictures of megabytes inside a string", () => {
    const picture = "A".repeat(8_000_000);
    expect(parseJson(JSON.stringify({ picture }))).toEqual({ picture });
  });
});

function isLong(item: unknown): boolean {
  return typeof item === "string" && /^-?\d{16,}$/.test(item);
}

describe("envelope", () => {
  test.each(['{"errorCode":"0","data":[1]}', '{"errorCode":0,"Data":[1]}', '\uFEFF{"ErrorCode ":" 0 ","data":[1]}'])(
    "%s is a success",
    (text) => expect(readEnvelope(text)).toEqual({ kind: "success", data: [1] }),
  );

  test.each(["message", "errorMsg", "errorMessage", "Message"])("reads the text under %s", (key) => {
    expect(readEnvelope(JSON.stringify({ errorCode: "X1", [key]: "why" }))).toEqual({
      kind: "refused",
      code: "X1",
      message: "why",
    });
  });

  test("data may be missing", () => {
    expect(readEnvelope('{"errorCode":"0"}')).toEqual({ kind: "success", data: null });
  });

  test.each([
    "",
    "  ",
    "<html></html>",
    "[]",
    '"0"',
    "null",
    '{"errorCode":"0"',
    '{"status":404}',
    '{"errorCode":null}',
    '{"errorCode":""}',
  ])("%j is unreadable", (text) => expect(readEnvelope(text).kind).toBe("unreadable"));
});

describe("scalars", () => {
  test("dates in every form, never in the server's zone", () => {
    const at = (iso: string) => new Date(iso);
    expect(toDate("2022-06-20 11:12:10")).toEqual(at("2022-06-20T11:12:10Z"));
    expect(toDate("2022-06-20 11:12:10", 345)).toEqual(at("2022-06-20T05:27:10Z"));
    expect(toDate("2024/01/31")).toEqual(at("2024-01-31T00:00:00Z"));
    expect(toDate("2022-06-20T11:12:10+08:00")).toEqual(at("2022-06-20T03:12:10Z"));
    expect(toDate("2022-06-20T11:12:10.5-03:30")).toEqual(at("2022-06-20T14:42:10.500Z"));
    expect(toDate("20040503T173008+08")).toEqual(at("2004-05-03T09:30:08Z"));
    expect(toDate("20230112T024359Z")).toEqual(at("2023-01-12T02:43:59Z"));
    expect(toDate(1655193135)).toEqual(at("2022-06-14T07:52:15Z"));
    expect(toDate("1655193135")).toEqual(at("2022-06-14T07:52:15Z"));
    expect(toDate("1655719632454")).toEqual(new Date(1655719632454));
    for (const wrong of ["", null, undefined, {}, "soon", "2022-13-01", "2022-02-30 10:00:00", "2022-02-20 25:00:00"]) {
      expect(toDate(wrong)).toBeNull();
    }
  });

  test("flags, states and numbers", () => {
    for (const yes of ["1", 1, true, "true", " 1 "]) expect(toBoolean(yes)).toBe(true);
    for (const no of ["0", 0, false, "FALSE"]) expect(toBoolean(no)).toBe(false);
    for (const neither of ["", null, "2", {}]) expect(toBoolean(neither)).toBeNull();
    expect(["1", 1, true, "online"].map(toOnline)).toEqual(Array(4).fill("online"));
    expect(["0", 0, false, "Offline"].map(toOnline)).toEqual(Array(4).fill("offline"));
    expect([2, "2", "", null, undefined, -1].map(toOnline)).toEqual(Array(6).fill("unknown"));
    expect(["12", 12, " 12 ", "", "x", 1.5, null].map(toInteger)).toEqual([12, 12, 12, null, null, null, null]);
    expect(toWords("1,21, 2002,")).toEqual(["1", "21", "2002"]);
    expect(toWords(null)).toEqual([]);
  });

  test("units", () => {
    expect([-360, 300, 0, null].map(biasToUtcOffset)).toEqual([360, -300, 0, null]);
    expect(centimetresPerHourToMetresPerSecond(9_000_000)).toBe(25);
  });

  test("URLs", () => {
    expect(toUrl("https://a:443/https://b/x?y=https://c/")).toBe("https://b/x?y=https://c/");
    expect(toUrl("https://a/x?back=https://b/")).toBe("https://a/x?back=https://b/");
    expect([toUrl(""), toUrl(null), toUrl("file:///etc/passwd"), toUrl("javascript:1")]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test("unlisted codes become unknown", () => {
    expect(readWord({ 1: "yes" }).parse("1")).toBe("yes");
    expect(readWord({ 1: "yes" }).parse("toString")).toBe("unknown");
  });
});

describe("records and lists", () => {
  const row = record({ id: readId() }, { id: ["areaId"] });

  test("keys in any spelling", () => {
    for (const key of ["id", "ID", "Id", " id ", "areaId", "areaID"])
      expect(row.parse({ [key]: 7 })).toEqual({ id: "7" });
    expect(pick({ id: null, ID: "x" }, "id")).toBe("x");
    expect(pick(JSON.parse('{"__proto__":{"id":1}}') as Record<string, unknown>, "id")).toBeUndefined();
  });

  test("rows without id are skipped and counted", () => {
    const rows = readRows(row);
    expect(rows.parse([{ id: "a" }, { id: "" }, {}, null, 5, { id: true }])).toEqual({
      items: [{ id: "a" }],
      skipped: 5,
    });
    for (const empty of [null, undefined, "", []]) expect(rows.parse(empty)).toEqual({ items: [], skipped: 0 });
    expect(rows.parse({ id: 1 })).toEqual({ items: [{ id: "1" }], skipped: 0 });
    expect(rows.safeParse("text").success).toBe(false);
  });

  test("pages", () => {
    const page = pageOf("door", row);
    expect(page.parse({ totalCount: "3", Door: [{ id: 1 }] })).toEqual({ items: [{ id: "1" }], total: 3, skipped: 0 });
    expect(page.parse({ totalCount: 1, door: [{ id: 1 }, { id: 2 }] }).total).toBeNull();
    expect(page.parse([{ id: 1 }])).toEqual({ items: [{ id: "1" }], total: null, skipped: 0 });
    expect(page.parse(null)).toEqual({ items: [], total: null, skipped: 0 });
    expect(page.parse({ totalCount: 5, pageIndex: 2, pageSize: 5 })).toEqual({ items: [], total: 5, skipped: 0 });
  });

  test("a page that should hold rows but has no list is not taken for empty", () => {
    expect(pageOf("door", row).safeParse({ totalCount: 5, pageIndex: 1, pageSize: 500 }).success).toBe(false);
    expect(pageOf("door", row).safeParse("door").success).toBe(false);
  });
});
