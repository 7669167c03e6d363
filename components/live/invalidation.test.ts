import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Invalidation } from "./invalidation";

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

function recorder(lasting = 0) {
  const reads: (string | null)[] = [];
  const invalidation = new Invalidation((kind) => {
    reads.push(kind);
    return new Promise((done) => setTimeout(done, lasting));
  });
  return { reads, invalidation };
}

it("reads at once, then at most once a second, and the last change is never lost", async () => {
  const { reads, invalidation } = recorder();
  for (let change = 0; change < 50; change += 1) invalidation.soon("cameras");
  expect(reads).toEqual(["cameras"]);
  await vi.advanceTimersByTimeAsync(999);
  expect(reads).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(reads).toEqual(["cameras", "cameras"]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reads).toHaveLength(2);
});

it("does not start again while a slow read runs, and catches up after it", async () => {
  const { reads, invalidation } = recorder(5_000);
  invalidation.soon("doors");
  await vi.advanceTimersByTimeAsync(1_500);
  invalidation.soon("doors");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(reads).toEqual(["doors"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reads).toEqual(["doors", "doors"]);
});

it("what cannot wait is read five times a second, and less often when reading takes long", async () => {
  const quick = recorder(20);
  const slow = recorder(150);
  for (let at = 0; at < 20; at += 1) {
    quick.invalidation.atOnce("alarms");
    slow.invalidation.atOnce("alarms");
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(quick.reads).toHaveLength(11);
  expect(slow.reads).toHaveLength(4);
});

it("kinds do not wait for each other", () => {
  const { reads, invalidation } = recorder(5_000);
  invalidation.soon("doors");
  invalidation.soon("cameras");
  expect(reads).toEqual(["doors", "cameras"]);
});

it("a mere synchronisation is read less often, unless rows change too", async () => {
  const { reads, invalidation } = recorder();
  invalidation.later("areas");
  invalidation.later("areas");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads).toHaveLength(1);
  invalidation.soon("areas");
  await vi.advanceTimersByTimeAsync(0);
  expect(reads).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(reads).toHaveLength(2);
});

it("everything replaces what was waiting", async () => {
  const { reads, invalidation } = recorder();
  invalidation.soon("cameras");
  invalidation.soon("cameras");
  invalidation.everything();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(reads).toEqual(["cameras", null]);
});
