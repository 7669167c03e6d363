import { describe, expect, it } from "vitest";
import { SqlParameters } from "@/lib/http/keyset";
import { dueIn } from "./job";
import { judge } from "./mirror";
import { matching } from "./read";
import { lateAfter, RefreshRequest } from "./schema";
import { jsonRows } from "./write/store-page";

describe("what a complete pass may remove", () => {
  const found = { seen: 100, known: 100, lost: 0, total: 100, skipped: 0, moved: false, implausible: 0 };

  it("everything it missed, when it read as many rows as the gateway counts", () => {
    expect(judge(found).removal).toBe("all");
    expect(judge({ ...found, seen: 99, skipped: 1 }).removal).toBe("all");
  });

  it("only what the pass before missed too, when rows may have changed pages", () => {
    expect(judge({ ...found, moved: true }).removal).toBe("missing twice");
    expect(judge({ ...found, seen: 99 }).removal).toBe("missing twice");
    expect(judge({ ...found, total: null }).removal).toBe("missing twice");
  });

  it("nothing after finding less than half, unless the pass before agrees", () => {
    const small = { ...found, seen: 49, total: 49, lost: 51 };
    expect(judge(small)).toEqual({ removal: "none", implausible: 1 });
    expect(judge({ ...small, implausible: 1, lost: 0 })).toEqual({ removal: "missing twice", implausible: 0 });
    expect(judge({ ...small, implausible: 1, lost: 30 }), "another half").toEqual({ removal: "none", implausible: 2 });
    expect(judge({ ...small, seen: 0, total: 0, implausible: 1, lost: 0 }).removal).toBe("missing twice");
    expect(judge({ ...found, seen: 50, total: 50 }).removal, "exactly half").toBe("all");
    expect(judge({ ...found, seen: 1, known: 9, total: 1 }).removal, "too few to tell").toBe("all");
  });
});

describe("when the next pass is due", () => {
  const plan = { every: 600_000, watched: 60_000 };
  const idle = { requested: false, open: false, watched: false, ageMs: 1_000, tookMs: 200, awaited: 0 };

  it("after the usual pause, or the shorter one while people look", () => {
    expect(dueIn(plan, idle)).toBe(599_000);
    expect(dueIn(plan, { ...idle, watched: true })).toBe(59_000);
    expect(dueIn({ every: 600_000 }, { ...idle, watched: true })).toBe(599_000);
    expect(dueIn(plan, { ...idle, ageMs: 700_000 })).toBe(0);
  });

  it("not sooner than the last pass took", () => {
    expect(dueIn(plan, { ...idle, watched: true, tookMs: 90_000 })).toBe(89_000);
  });

  it("at once when asked for, never read, or stopped half-way", () => {
    expect(dueIn(plan, { ...idle, requested: true, awaited: 2 })).toBe(0);
    expect(dueIn(plan, { ...idle, ageMs: null, tookMs: null })).toBe(0);
    expect(dueIn(plan, { ...idle, open: true })).toBe(0);
    expect(dueIn(plan, { ...idle, ageMs: null, awaited: 1 })).toBeGreaterThan(0);
  });
});

it("a copy is late half a pause after the next pass should be there", () => {
  const minute = 60_000;
  expect(lateAfter(60 * minute, 0)).toBe(90 * minute);
  expect(lateAfter(minute, 0), "a short pause has some grace").toBe(6 * minute);
  expect(lateAfter(10 * minute, 20 * minute), "a pause is never shorter than the pass").toBe(65 * minute);
});

it("a search asks for every word, in one parameter each", () => {
  const parameters = new SqlParameters();
  expect(matching("search", "  main  Gate\u00a050%\0 ", parameters)).toHaveLength(3);
  expect(parameters.values).toEqual(["main", "Gate", "50%"]);
  expect(matching("search", undefined, parameters)).toEqual([]);
});

it("rows lose only what PostgreSQL cannot hold", () => {
  const rows = [{ id: "1", name: "a\0b \ud83d \udc4d 👍 <b>", online: null, abilities: ["\0"] }];
  expect(JSON.parse(jsonRows(rows))).toEqual([
    { id: "1", name: "a\ufffdb \ufffd \ufffd 👍 <b>", online: null, abilities: ["\ufffd"] },
  ]);
});

it("a refresh names one kind or several", () => {
  expect(RefreshRequest.parse({ kind: "doors" })).toEqual(["doors"]);
  expect(RefreshRequest.parse({ kinds: ["doors", "areas", "doors"] })).toEqual(["doors", "areas"]);
  for (const wrong of [{}, { kinds: [] }, { kind: "doors", kinds: ["doors"] }, { kind: "people" }]) {
    expect(RefreshRequest.safeParse(wrong).success).toBe(false);
  }
});
