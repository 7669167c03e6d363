import { describe, expect, test } from "vitest";
import { pauseAfter, type Pace } from "./write/pump";

const pace = (more: Partial<Pace>): number =>
  pauseAfter({
    ...{ queue: "alarms", count: 1, remaining: 0, confirmed: true, tookMs: 100, idleMs: 0, busy: false },
    ...more,
  });

describe("the pause between two pulls", () => {
  test("is half a second while anything happens, and none while more waits", () => {
    expect(pace({})).toBe(500);
    expect(pace({ remaining: 1 })).toBe(0);
    expect(pace({ remaining: 1, busy: true })).toBe(0);
    expect(pace({ queue: "messages", remaining: null, count: 100 })).toBe(0);
  });

  test("makes a second from pull to pull when nothing happens or people need the allowance", () => {
    expect(pace({ idleMs: 60_000 })).toBe(900);
    expect(pace({ busy: true })).toBe(900);
    expect(pace({ busy: true, tookMs: 5_000 })).toBe(500);
    expect(pace({ idleMs: Infinity, tookMs: 0 })).toBe(1_000);
  });

  test("of messages gives way to people, and a batch that cannot be confirmed is not asked for at once", () => {
    expect(pace({ queue: "messages", busy: true })).toBe(1_900);
    expect(pace({ queue: "messages" })).toBe(500);
    expect(pace({ confirmed: false, remaining: 7 })).toBe(5_000);
  });
});
