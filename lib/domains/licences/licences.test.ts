import { expect, test } from "vitest";
import { type LicenceOverview, standingOf } from "./schema";

const now = Date.parse("2026-03-01T00:00Z");
const licence = (over: Partial<LicenceOverview>): LicenceOverview => ({
  service: "video",
  package: "purchased",
  state: "normal",
  used: 4,
  remaining: 6,
  total: 10,
  lastExpiresAt: null,
  ...over,
});

test.each([
  ["fine", {}],
  ["fine", { lastExpiresAt: "2026-06-01T00:00Z" }],
  ["expiring", { lastExpiresAt: "2026-03-20T00:00Z" }],
  ["expiring", { state: "expiring" }],
  ["expired", { lastExpiresAt: "2026-02-28T23:59Z" }],
  ["expired", { state: "expired", lastExpiresAt: "2027-01-01T00:00Z" }],
  ["exceeded", { state: "exceeded" }],
  ["exceeded", { remaining: -1 }],
  ["fine", { remaining: null, total: null, state: null }],
] as const)("%s: %o", (standing, over) => {
  expect(standingOf(licence(over), now)).toBe(standing);
});
