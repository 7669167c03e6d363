import { fromAbsolute, type ZonedDateTime } from "@internationalized/date";
import { expect, it } from "vitest";
import { quickRange, rangeInWords, rangeOf, rangeText } from "./date-ranges";

const hours = ({ from, to }: { from: string; to: string }) => (Date.parse(to) - Date.parse(from)) / 3_600_000;

it("a day is the zone's own, also where the clocks change", () => {
  const ordinary = Date.parse("2026-06-10T20:00:00Z");
  expect(quickRange("today", "Asia/Kathmandu", ordinary)).toEqual({
    from: "2026-06-10T18:15:00.000Z",
    to: "2026-06-11T18:15:00.000Z",
  });
  const autumn = Date.parse("2026-10-25T12:00:00Z");
  expect(hours(quickRange("today", "Europe/Riga", autumn))).toBe(25);
  expect(hours(quickRange("yesterday", "Europe/Riga", autumn + 24 * 3_600_000))).toBe(25);
  expect(hours(quickRange("last-7-days", "Europe/Riga", autumn))).toBe(7 * 24 + 1);
  expect(hours(quickRange("last-30-days", "Europe/Riga", autumn))).toBe(30 * 24 + 1);
});

it("days begin where a library for calendars has them begin, also without or with two midnights", () => {
  const zones = ["America/Santiago", "Asia/Beirut", "America/Havana", "Australia/Lord_Howe"];
  const midnight = (of: ZonedDateTime) => of.set({ hour: 0, minute: 0, second: 0, millisecond: 0 });
  for (const zone of zones) {
    for (let at = Date.UTC(2023, 0, 1, 11); at < Date.UTC(2024, 0, 1); at += 20 * 3_600_000) {
      const today = midnight(fromAbsolute(at, zone));
      const tomorrow = midnight(today.add({ days: 1 }));
      expect(quickRange("today", zone, at), `${zone}, ${at}`).toEqual({
        from: today.toAbsoluteString(),
        to: tomorrow.toAbsoluteString(),
      });
    }
  }
});

it("the last hour is the same all through a minute, and what happened in that minute is in it", () => {
  const [early, late] = ["2026-06-10T20:00:01Z", "2026-06-10T20:00:59.999Z"].map(Date.parse);
  const range = quickRange("last-hour", "UTC", late);
  expect(range).toEqual({ from: "2026-06-10T19:01:00.000Z", to: "2026-06-10T20:01:00.000Z" });
  expect(quickRange("last-hour", "UTC", early)).toEqual(range);
});

it("a range reads as its name, or as its two ends in the viewer's zone", () => {
  const viewer = { locale: "en-GB", timeZone: "Asia/Kathmandu" };
  expect(rangeInWords("last-30-days", viewer)).toBe("Last 30 days");
  expect(rangeInWords("2026-01-01T00:00:00Z..2026-01-02T00:00:00Z", viewer)).toBe(
    "1 Jan 2026, 05:45 to 2 Jan 2026, 05:45",
  );
});

it("a range in an address is read back, and what is none is refused", () => {
  const range = { from: "2026-01-01T00:00:00.000Z", to: "2026-01-02T00:00:00.000Z" };
  expect(rangeOf(rangeText(range), "Europe/Riga")).toEqual(range);
  expect(rangeOf("today", "Europe/Riga")).not.toBeNull();
  for (const text of ["", "tomorrow", "2026", "a..b", `${range.to}..${range.from}`, `${rangeText(range)}..x`]) {
    expect(rangeOf(text, "Europe/Riga"), text).toBeNull();
  }
});
