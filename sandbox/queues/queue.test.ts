import { describe, expect, it } from "vitest";
import { Random } from "../random";
import { KEPT_MS, LAPSE_MS, MOST, Queue } from "./queue";

const NOW = Date.UTC(2026, 0, 15);
const HOUR = 3_600_000;
const PEN = { origin: "http://gateway", zoneless: false };

const message = (n: number, type = "10002") => ({ type, write: () => ({ n }) });
const fresh = () => new Queue(new Random("test"));
const fill = (queue: Queue, count: number, at = NOW) => {
  for (let n = 0; n < count; n++) queue.put(message(n), at);
};
const numbers = (queue: Queue, most: number, at = NOW) => queue.pull(most, at, PEN).rows.map(({ n }) => n);
const refusal = (code: string) => expect.objectContaining({ code });

describe("a queue", () => {
  it("collects nothing before the subscription, and then only its types", () => {
    const queue = fresh();
    expect(queue.put(message(1), NOW)).toBe(false);
    expect(() => queue.pull(100, NOW, PEN)).toThrow(refusal("OPEN000016"));
    queue.subscribe(["10002"], NOW);
    expect([queue.put(message(2), NOW), queue.put(message(3, "80001"), NOW)]).toEqual([true, false]);
    queue.subscribe(null, NOW);
    expect(queue.put(message(4, "80001"), NOW)).toBe(true);
    expect(numbers(queue, 100)).toEqual([2, 4]);
  });

  it("gives the same batch until it is confirmed, and never again", () => {
    const queue = fresh();
    queue.subscribe(null, NOW);
    fill(queue, 250);
    const first = queue.pull(100, NOW, PEN);
    expect(first).toMatchObject({ remaining: 150 });
    expect(first.batchId).toMatch(/^[0-9a-f]{96}$/);
    expect(queue.pull(500, NOW, PEN)).toEqual(first);
    expect(() => queue.complete("another", NOW)).toThrow(refusal("OPEN000012"));
    queue.complete(first.batchId, NOW);
    expect(() => queue.complete(first.batchId, NOW)).toThrow(refusal("OPEN000012"));
    const second = queue.pull(500, NOW, PEN);
    expect(second.batchId).not.toBe(first.batchId);
    expect(second.rows.map(({ n }) => n)).toEqual(Array.from({ length: 150 }, (_, n) => n + 100));
    expect(second.remaining).toBe(0);
    queue.complete(second.batchId, NOW);
    expect(queue.pull(100, NOW, PEN)).toEqual({ batchId: "0", rows: [], remaining: 0 });
    expect(() => queue.complete("0", NOW)).toThrow(refusal("OPEN000012"));
  });

  it("writes a message once, however often it is pulled", () => {
    const queue = fresh();
    queue.subscribe(null, NOW);
    let written = 0;
    queue.put({ type: "1", write: ({ origin }) => ({ origin, written: ++written }) }, NOW);
    expect(queue.pull(100, NOW, PEN)).toEqual(queue.pull(100, NOW, { ...PEN, origin: "http://elsewhere" }));
    expect(written).toBe(1);
  });

  it("forgets what is three days old, also out of a batch", () => {
    const queue = fresh();
    queue.subscribe(null, NOW);
    fill(queue, 2);
    const batch = queue.pull(100, NOW + HOUR, PEN);
    queue.put(message(7), NOW + HOUR);
    queue.pull(100, NOW + LAPSE_MS, PEN);
    expect(queue.pull(100, NOW + KEPT_MS, PEN)).toMatchObject({ batchId: batch.batchId, remaining: 1 });
    expect(numbers(queue, 100, NOW + KEPT_MS + 1)).toEqual([7]);
    expect(() => queue.complete(batch.batchId, NOW + KEPT_MS + 1)).toThrow(refusal("OPEN000012"));
    expect(queue.lost).toBe(2);
  });

  it("lapses two days after the last pull; what waits survives it", () => {
    const queue = fresh();
    queue.subscribe(null, NOW);
    queue.pull(100, NOW + HOUR, PEN);
    fill(queue, 3, NOW + HOUR + LAPSE_MS);
    expect(queue.put(message(9), NOW + HOUR + LAPSE_MS + 1)).toBe(false);
    expect(() => queue.pull(100, NOW + HOUR + LAPSE_MS + 1, PEN)).toThrow(refusal("OPEN000016"));
    expect(queue.state(NOW + HOUR + LAPSE_MS + 1)).toMatchObject({ subscription: null, depth: 3, lapses: 1 });
    queue.subscribe(null, NOW + HOUR + LAPSE_MS + 2);
    expect(numbers(queue, 100, NOW + HOUR + LAPSE_MS + 2)).toEqual([0, 1, 2]);
  });

  it("keeps the batch that is out over a lapse", () => {
    const queue = fresh();
    queue.subscribe(null, NOW);
    fill(queue, 1);
    const { batchId } = queue.pull(100, NOW, PEN);
    queue.lapse();
    expect(() => queue.complete(batchId, NOW)).toThrow(refusal("OPEN000016"));
    queue.subscribe(null, NOW);
    expect(queue.pull(100, NOW, PEN)).toMatchObject({ batchId });
  });

  it("ends a subscription type by type, or altogether with all that waits", () => {
    const queue = fresh();
    queue.subscribe(["1", "2"], NOW);
    queue.put(message(1, "1"), NOW);
    queue.unsubscribe(["1"]);
    expect([queue.put(message(2, "1"), NOW), queue.put(message(3, "2"), NOW)]).toEqual([false, true]);
    expect(numbers(queue, 100)).toEqual([1, 3]);
    queue.unsubscribe(["2"]);
    expect(queue.state(NOW)).toMatchObject({ subscription: null, depth: 0, unconfirmed: null });
    queue.subscribe(null, NOW);
    fill(queue, 5);
    queue.unsubscribe(null);
    expect(queue.state(NOW)).toMatchObject({ subscription: null, depth: 0 });
  });

  it("holds a hundred thousand messages, and no more than its limit", () => {
    const queue = fresh();
    queue.subscribe(null, NOW);
    fill(queue, MOST + 10);
    expect(queue.state(NOW)).toMatchObject({ depth: MOST, lost: 10 });
    const seen: unknown[] = [];
    for (let pulls = 0; pulls < MOST / 500; pulls++) {
      const { batchId, rows } = queue.pull(500, NOW, PEN);
      for (const { n } of rows) seen.push(n);
      queue.complete(batchId, NOW);
    }
    expect(seen.length).toBe(MOST);
    expect(seen.every((n, index) => n === index + 10)).toBe(true);
    expect(queue.depth).toBe(0);
  });
});
