import { expect, test } from "vitest";
import { Buckets } from "./buckets";

function clocked(perSecond: number, burst: number) {
  let now = 0;
  const buckets = new Buckets({ perSecond, burst }, () => now);
  return { buckets, pass: (ms: number) => void (now += ms) };
}

test("lets a burst through, then as many as come back", () => {
  const { buckets, pass } = clocked(10, 3);
  expect([1, 2, 3].map(() => buckets.take("a"))).toEqual([0, 0, 0]);
  expect(buckets.take("a")).toBeCloseTo(0.1);
  pass(50);
  expect(buckets.take("a")).toBeCloseTo(0.05);
  pass(51);
  expect(buckets.take("a")).toBe(0);
  expect(buckets.take("a")).toBeGreaterThan(0);
});

test("rests up to the burst and no further", () => {
  const { buckets, pass } = clocked(10, 3);
  for (let i = 0; i < 3; i += 1) buckets.take("a");
  pass(3_600_000);
  expect([1, 2, 3, 4].map(() => buckets.take("a") === 0)).toEqual([true, true, true, false]);
});

test("counts each key by itself", () => {
  const { buckets } = clocked(1, 1);
  expect(buckets.take("a")).toBe(0);
  expect(buckets.take("b")).toBe(0);
  expect(buckets.take("a")).toBeGreaterThan(0);
});

test("forgets the key idle longest, so that many addresses do not fill the memory", () => {
  const buckets = new Buckets({ perSecond: 1, burst: 1 }, () => 0, 3);
  for (const key of ["first", "second", "third"]) buckets.take(key);
  expect(buckets.take("first")).toBeGreaterThan(0);
  buckets.take("fourth");
  expect(buckets.take("first")).toBeGreaterThan(0);
  expect(buckets.take("second")).toBe(0);
});
