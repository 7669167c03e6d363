import { expect, test } from "vitest";
import { Attempts, FAILURES_ALLOWED, FAILURES_WINDOW_MS } from "./attempts";

function setUp() {
  const clock = { now: 1_000_000 };
  const attempts = new Attempts(() => clock.now);
  const fail = (account: string, address: string | null) => attempts.run(account, address, () => Promise.resolve(null));
  const succeed = (account: string, address: string | null) =>
    attempts.run(account, address, () => Promise.resolve("in"));
  return { clock, attempts, fail, succeed };
}

test("allows ten failures of an account, then nothing until the first of them is a window old", async () => {
  const { clock, fail, succeed } = setUp();
  for (let i = 0; i < FAILURES_ALLOWED; i += 1) {
    clock.now += 1_000;
    expect(await fail("a", `address ${i}`)).toBeNull();
  }
  expect(await succeed("a", "x")).toBe("too-many");
  expect(await succeed("b", "x")).toBe("in");
  clock.now += FAILURES_WINDOW_MS - 9_000;
  expect(await fail("a", "x")).toBeNull();
  expect(await fail("a", "x")).toBe("too-many");
});

test("allows ten failures of an address, whatever the accounts", async () => {
  const { fail, succeed } = setUp();
  for (let i = 0; i < FAILURES_ALLOWED; i += 1) expect(await fail(`account ${i}`, "x")).toBeNull();
  expect(await succeed("other", "x")).toBe("too-many");
  expect(await succeed("other", "y")).toBe("in");
  expect(await succeed("other", null)).toBe("in");
});

test("a success forgets the failures of the account, not those of the address", async () => {
  const { fail, succeed } = setUp();
  for (let i = 1; i < FAILURES_ALLOWED; i += 1) await fail("a", "x");
  expect(await succeed("a", "x")).toBe("in");
  expect(await fail("a", "x")).toBeNull();
  expect(await succeed("b", "x")).toBe("too-many");
  expect(await succeed("a", "y")).toBe("in");
});

test("of a hundred guesses at once, ten are looked at", async () => {
  const { attempts } = setUp();
  let looked = 0;
  const guess = async () => {
    looked += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return null;
  };
  const answers = await Promise.all(Array.from({ length: 100 }, () => attempts.run("a", "x", guess)));
  expect(looked).toBe(FAILURES_ALLOWED);
  expect(answers.filter((answer) => answer === "too-many")).toHaveLength(100 - FAILURES_ALLOWED);
});

test("a hundred people at the start of a shift all get in", async () => {
  const { attempts } = setUp();
  const enter = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return "in";
  };
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => attempts.run(`a${i % 7}`, "x", enter)));
  expect(new Set(answers)).toEqual(new Set(["in"]));
});

test("an attempt that could not be checked counts for nothing", async () => {
  const { attempts, succeed } = setUp();
  for (let i = 0; i < FAILURES_ALLOWED + 1; i += 1) {
    await expect(attempts.run("a", "x", () => Promise.reject(new Error("no database")))).rejects.toThrow("no database");
  }
  expect(await succeed("a", "x")).toBe("in");
});
