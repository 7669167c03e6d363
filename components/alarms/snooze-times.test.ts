import { expect, it } from "vitest";
import { nextMorning, snoozeEnd } from "./snooze-times";

const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString();

it("lasts until the next six o'clock of the viewer's own zone", () => {
  expect(iso(nextMorning(at("2026-11-23T02:47:43.120Z"), "Europe/Riga"))).toBe("2026-11-23T04:00:00.000Z");
  expect(iso(nextMorning(at("2026-11-23T04:00:00Z"), "Europe/Riga"))).toBe("2026-11-24T04:00:00.000Z");
  expect(iso(nextMorning(at("2026-11-23T12:00:00Z"), "UTC"))).toBe("2026-11-24T06:00:00.000Z");
});

it("knows the nights in which clocks change", () => {
  expect(iso(nextMorning(at("2026-03-28T22:00:00Z"), "Europe/Riga"))).toBe("2026-03-29T03:00:00.000Z");
  expect(iso(nextMorning(at("2026-10-24T22:00:00Z"), "Europe/Riga"))).toBe("2026-10-25T04:00:00.000Z");
});

it("knows the short ones, and leaves another time to its field", () => {
  const now = at("2026-11-23T02:47:43Z");
  expect(iso(snoozeEnd("15min", now, "UTC") ?? 0)).toBe("2026-11-23T03:02:43.000Z");
  expect(iso(snoozeEnd("1h", now, "UTC") ?? 0)).toBe("2026-11-23T03:47:43.000Z");
  expect(snoozeEnd("other", now, "UTC")).toBeNull();
});
