import { expect, it } from "vitest";
import { AlarmQuery } from "@/lib/domains/alarms/schema";
import { type AlarmAddress, alarmFilters, dayBegan, stretchOf } from "./alarm-params";

const plain: AlarmAddress = {
  ...{ tab: "unhandled", q: "", sort: "-receivedAt", state: [], priority: [], type: [] },
  ...{ area: null, source: null, rule: null, owner: null, when: null, snoozed: null },
};
const since = "2026-11-23T00:00:00.000Z";

it("begins with what is open, grouped, the latest first, without what is snoozed", () => {
  expect(alarmFilters(plain, since)).toEqual({
    ...{ state: ["open"], snoozed: "no", repeats: "grouped", sort: "-receivedAt" },
  });
});

it("asks for what the server understands, on every tab and with every filter", () => {
  for (const tab of ["unhandled", "mine", "handled", "handover"] as const) {
    const filters = alarmFilters(
      {
        ...{ ...plain, tab, q: "dock", state: ["new"], priority: [1, 2], type: ["10002"], area: "a", owner: "nobody" },
      },
      since,
    );
    expect(AlarmQuery.safeParse(filters).error).toBeUndefined();
  }
});

it("bounds the time of receipt, on one side or both, and takes nothing else for a time", () => {
  const until = "2026-11-24T00:00:00.000Z";
  expect(alarmFilters({ ...plain, when: `${since}..${until}` }, since)).toMatchObject({ since, until });
  expect(stretchOf(`..${until}`)).toEqual({ until });
  expect(stretchOf(`${since}..`)).toEqual({ since });
  for (const text of ["..", "today", since, `${since}..soon`, `${since}..${until}..`])
    expect(stretchOf(text)).toBeNull();
});

it("shows what is snoozed when asked", () => {
  expect(alarmFilters({ ...plain, snoozed: "yes" }, since).snoozed).toBeUndefined();
});

it("knows when the day began, also where zones are off by minutes", () => {
  const at = Date.parse("2026-11-23T20:10:05.250Z");
  expect(dayBegan(at, "UTC")).toBe("2026-11-23T00:00:00.000Z");
  expect(dayBegan(at, "Asia/Kathmandu")).toBe("2026-11-23T18:15:00.000Z");
  expect(dayBegan(at, "Europe/Riga")).toBe("2026-11-22T22:00:00.000Z");
});
