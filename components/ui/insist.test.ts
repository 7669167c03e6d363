import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { insist, PartGoneError } from "./insist";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A part that comes at the given attempt. */
function partAfter(failures: number) {
  let asked = 0;
  const load = () => {
    asked += 1;
    return asked > failures ? Promise.resolve("part") : Promise.reject(new Error("Failed to load chunk"));
  };
  return { load, asked: () => asked };
}

test("while the network is cut it asks again and again, ever less often, and the part comes in the end", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  const part = partAfter(20);
  const loaded = insist(part.load);
  await vi.advanceTimersByTimeAsync(3_600);
  expect(part.asked()).toBe(4);
  await vi.advanceTimersByTimeAsync(300_000);
  await expect(loaded).resolves.toBe("part");
  expect(part.asked()).toBe(21);
});

test("a proxy in front of a server that is being started ends nothing", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("<h1>Bad gateway</h1>", { status: 502 })));
  const part = partAfter(6);
  const loaded = insist(part.load);
  await vi.advanceTimersByTimeAsync(60_000);
  await expect(loaded).resolves.toBe("part");
});

test("a server that answers but has not the part ends it", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({})));
  const part = partAfter(Number.POSITIVE_INFINITY);
  const loaded = expect(insist(part.load)).rejects.toBeInstanceOf(PartGoneError);
  await vi.advanceTimersByTimeAsync(60_000);
  await loaded;
  expect(part.asked()).toBe(3);
});
