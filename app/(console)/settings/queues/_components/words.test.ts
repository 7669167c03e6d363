import { describe, expect, it } from "vitest";
import type { GapItem, QueueItem } from "@/lib/domains/queues/schema";
import { inSentence, lastLapse, standingOf } from "./words";

const queue: QueueItem = {
  ...{ queue: "alarms", on: true, state: "running", since: "2026-07-01T08:00:00.000Z", reason: null, code: null },
  ...{ pulledAt: null, receivedAt: null, received: 0, unreadable: 0, remaining: 0 },
};
const gap: GapItem = {
  ...{ id: "1", queue: "alarms", cause: "lapsed", state: "recovered", readTo: null, recovered: 3 },
  ...{ fromAt: "2026-07-01T08:00:00.000Z", toAt: "2026-07-03T08:00:00.000Z", reason: null, code: null },
};
const standing = (change: Partial<QueueItem>, alive = true) =>
  standingOf({ ...queue, ...change }, { alive, locale: "en-GB" });

describe("how a queue stands", () => {
  it("runs, or is behind by what waits", () => {
    expect(standing({})).toMatchObject({ tone: "ok", word: "Running" });
    expect(standing({ remaining: null })).toMatchObject({ tone: "ok", word: "Running" });
    expect(standing({ remaining: 12_345 })).toMatchObject({ tone: "warn", word: "Behind by 12,345" });
  });

  it("says why it cannot be read, and since when", () => {
    expect(standing({ state: "failing", reason: "Too many calls.", code: "VMS001001" })).toEqual({
      ...{ tone: "danger", word: "Cannot be read", dated: true, why: "Too many calls. It is tried again by itself." },
      code: "VMS001001",
    });
    expect(standing({ state: "missing", reason: "This gateway has no such queue." }).word).toBe(
      "Not offered by this gateway",
    );
  });

  it("is off as somebody chose, whatever its pump did last", () => {
    expect(standing({ on: false, state: "off" })).toMatchObject({ word: "Switched off", dated: true });
    expect(standing({ on: false, state: "failing", reason: "Too many calls.", code: "VMS001001" })).toEqual({
      ...{ tone: "warn", word: "Switched off", dated: false, why: null, code: null },
    });
    expect(standing({ on: true, state: "off" }).word).toBe("Starting");
  });

  it("rests where it is not needed, and stands still without a worker", () => {
    const reason = "The message queue tells of doors.";
    expect(standing({ queue: "access-records", state: "off", reason })).toMatchObject({ tone: "neutral", why: reason });
    expect(standing({}, false)).toMatchObject({ tone: "danger", word: "Stands still" });
  });

  it("remembers the last lapse alone", () => {
    expect(lastLapse([{ ...gap, cause: "outage" }])).toBeNull();
    const later = { ...gap, id: "2", toAt: "2026-07-04T08:00:00.000Z" };
    expect(lastLapse([gap, later, { ...gap, id: "3" }])?.id).toBe("2");
  });

  it("is named within a sentence", () => {
    expect(inSentence("events")).toBe("event queue (V2)");
  });
});
