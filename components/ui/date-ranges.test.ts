import { parseAbsolute } from "@internationalized/date";
import { expect, it } from "vitest";
import { quickRange, rangeOf, rangeText } from "./date-ranges";

const hours = ({ from, to }: { from: string; to: string }) => (Date.parse(to) - Date.parse(from)) / 3_600_000;

it("a day is the zone's own, also where the clocks change", () => {
  const ordinary = parseAbsolute("2026-06-10T20:00:00Z", "Asia/Kathmandu");
  expect(quickRange("today", "Asia/Kathmandu", ordinary)).toEqual({
    from: "2026-06-10T18:15:00.000Z",
    to: "2026-06-11T18:15:00.000Z",
  });
  const autumn = parseAbsolute("2026-10-25T12:00:00Z", "Europe/Riga");
  expect(hours(quickRange("today", "Europe/Riga", autumn))).toBe(25);
  expect(hours(quickRange("yesterday", "Europe/Riga", autumn.add({ days: 1 })))).toBe(25);
  expect(hours(quickRange("last-7-days", "Europe/Riga", autumn))).toBe(7 * 24 + 1);
  expect(hours(quickRange("last-hour", "Europe/Riga", autumn))).toBe(1);
});

it("a range in an address is read back, and what is none is refused", () => {
  const range = { from: "2026-01-01T00:00:00.000Z", to: "2026-01-02T00:00:00.000Z" };
  expect(rangeOf(rangeText(range), "Europe/Riga")).toEqual(range);
  expect(rangeOf("today", "Europe/Riga")).not.toBeNull();
  for (const text of ["", "tomorrow", "2026", "a..b", `${range.to}..${range.from}`, `${rangeText(range)}..x`]) {
    expect(rangeOf(text, "Europe/Riga"), text).toBeNull();
  }
});
