import { expect, test } from "vitest";
import { GatewayError } from "../errors";
import { poll } from "./polling";

const passing = () => new GatewayError({ endpoint: "x", endpointKind: "read", kind: "unreachable" });
const refusal = () => new GatewayError({ endpoint: "x", endpointKind: "read", kind: "refused", code: "CCF038023" });

/** A step that goes through a list: numbers are seen, errors thrown; it is finished at 0. */
function steps(...list: (number | Error)[]) {
  let taken = 0;
  const step = () => {
    const value = list[Math.min(taken++, list.length - 1)] as number | Error;
    return value instanceof Error ? Promise.reject(value) : Promise.resolve({ value, finished: value === 0 });
  };
  return { step, taken: () => taken };
}

/** A clock that goes on by a second with every look. */
function ticking() {
  let time = 0;
  return () => (time += 1_000);
}

const quick = { intervalMs: 0, deadlineMs: 60_000 };

test("it ends with the step that has finished", async () => {
  const { step, taken } = steps(2, 1, 0, 7);
  expect(await poll(step, quick)).toEqual({ value: 0, finished: true });
  expect(taken()).toBe(3);
});

test("at the deadline it gives what was seen last", async () => {
  const { step, taken } = steps(3, 2, passing());
  expect(await poll(step, { intervalMs: 0, deadlineMs: 3_500, now: ticking() })).toEqual({ value: 2, finished: false });
  expect(taken()).toBe(4);
});

test("no step is taken that could not begin in time", async () => {
  const { step, taken } = steps(1);
  expect(await poll(step, { intervalMs: 5_000, deadlineMs: 4_000 })).toEqual({ value: 1, finished: false });
  expect(taken()).toBe(1);
});

test("what passes by itself is tried again, what does not ends it", async () => {
  expect(await poll(steps(passing(), passing(), 0).step, quick)).toEqual({ value: 0, finished: true });
  await expect(poll(steps(1, refusal(), 0).step, quick)).rejects.toMatchObject({ code: "CCF038023" });
  await expect(poll(steps(new TypeError("ours")).step, quick)).rejects.toThrow("ours");
});

test("what nobody ever saw is an error at the deadline", async () => {
  const never = poll(steps(passing()).step, { intervalMs: 0, deadlineMs: 2_500, now: ticking() });
  await expect(never).rejects.toMatchObject({ kind: "unreachable" });
});

test("a signal ends it, before a step and between two", async () => {
  const gone = steps(1);
  await expect(poll(gone.step, { ...quick, signal: AbortSignal.abort(new Error("gone")) })).rejects.toThrow("gone");
  expect(gone.taken()).toBe(0);
  const control = new AbortController();
  const waiting = poll(steps(1).step, { intervalMs: 50_000, deadlineMs: 60_000, signal: control.signal });
  control.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});
