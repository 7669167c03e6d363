import { expect, test } from "vitest";
import { duty, type Span } from "./define";

const make = (every: Span, name = "test.duty") => duty({ name, every, staleAfter: "1m", run: async () => {} });

test("spans are numbers of milliseconds or carry a unit", () => {
  expect(make(500).everyMs).toBe(500);
  expect(make("250ms").everyMs).toBe(250);
  expect(make("1.5s").everyMs).toBe(1_500);
  expect(make("10m")).toMatchObject({ everyMs: 600_000, leaseMs: 3_000, staleAfterMs: 60_000 });
  expect(make("24h").everyMs).toBe(86_400_000);
});

test("a span or name that cannot be is refused, naming the duty", () => {
  expect(() => make(-1)).toThrow("every of the duty test.duty");
  expect(() => make(Number.NaN)).toThrow(RangeError);
  expect(() => make("1.2.3s" as Span)).toThrow(RangeError);
  expect(() => make("9999h")).toThrow("24 days");
  expect(() => make(1, "Two words")).toThrow('"Two words" is no name');
  expect(() => duty({ name: "x", every: 1, lease: "1s", staleAfter: 1, run: async () => {} })).toThrow("lease");
});
