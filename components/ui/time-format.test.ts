import { describe, expect, it } from "vitest";
import { age, ago, bothZones, clock, moment, span } from "./time-format";

const riga = { locale: "en-GB", timeZone: "Europe/Riga" };
const now = Date.UTC(2026, 10, 23, 12, 3, 12);
const minute = 60_000;

describe("span", () => {
  it.each([
    [-5_000, "0 s"],
    [40_900, "40 s"],
    [14 * minute, "14 min"],
    [60 * minute, "1 h"],
    [293 * minute, "4 h 53 min"],
    [74 * 60 * minute, "3 d 2 h"],
  ])("%i ms is %s", (length, words) => {
    expect(span(length)).toBe(words);
  });
});

describe("age and ago", () => {
  it("counts seconds, then minutes, then shows the moment", () => {
    expect(age(now - 31_000, now, riga)).toBe("0:31");
    expect(age(now - (9 * minute + 59_000), now, riga)).toBe("9:59");
    expect(age(now - 12 * minute, now, riga)).toBe("12 min");
    expect(age(now - 61 * minute, now, riga)).toBe("13:02");
    expect(ago(now - 40_000, now, riga)).toBe("40 s ago");
    expect(ago(now - 61 * minute, now, riga)).toBe("13:02");
  });

  it("never shows a time that has not come", () => {
    expect(age(now + 5_000, now, riga)).toBe("0:00");
    expect(ago(now + 5_000, now, riga)).toBe("0 s ago");
  });
});

describe("moment", () => {
  it("names the day when it is another one for the viewer", () => {
    expect(moment(now - 15 * 60 * minute, now, riga)).toBe("Sun 23:03");
    expect(moment(now - 20 * 60 * minute, now, riga)).toBe("Sun 18:03");
    expect(moment(Date.UTC(2026, 1, 3, 8), now, riga)).toBe("3 Feb 2026, 10:00");
  });
});

it("midnight is 00, not 24", () => {
  expect(clock(Date.UTC(2026, 10, 22, 22, 0), riga)).toBe("00:00");
});

it("the title gives the site's time and the viewer's", () => {
  const here = { locale: "en-GB", timeZone: "America/New_York" };
  expect(bothZones(Date.UTC(2026, 10, 23, 0, 45, 51), here, { timeZone: "Europe/Riga", name: "Riga" })).toBe(
    "23 Nov 2026, 02:45:51 Riga\n22 Nov 2026, 19:45:51 here",
  );
  expect(bothZones(now, { locale: "en-GB", timeZone: "UTC" }, undefined)).toBe("23 Nov 2026, 12:03:12 UTC");
});
