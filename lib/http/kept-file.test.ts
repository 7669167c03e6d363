import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { keptFile, wantedOf } from "./kept-file";

const file = { hash: "abc", bytes: 100 };
const wanted = (headers: Record<string, string>) => wantedOf(new Headers(headers), file);

describe("what a request wants", () => {
  test.each([
    ["bytes=0-9", { start: 0, end: 9 }],
    ["bytes=90-", { start: 90, end: 99 }],
    ["bytes=90-500", { start: 90, end: 99 }],
    ["bytes=-10", { start: 90, end: 99 }],
    ["bytes=-500", { start: 0, end: 99 }],
    // Several parts, other units and nonsense: the whole is always right.
    ["bytes=0-9,20-29", null],
    ["bytes=9-0", null],
    ["bytes=-", null],
    ["lines=1-2", null],
    ["bytes=a-b", null],
  ])("%s", (range, part) => expect(wanted({ range })).toEqual({ part }));

  test.each(["bytes=100-", "bytes=100-200", "bytes=-0"])("%s is beyond its end", (range) => {
    expect(wanted({ range })).toBe("beyond");
  });

  test("what the browser has is not sent again, and a part of an older file is the whole of this one", () => {
    expect(wanted({ "if-none-match": 'W/"x", "abc"' })).toBe("unchanged");
    expect(wanted({ "if-none-match": '"abcd"' })).toEqual({ part: null });
    expect(wanted({ range: "bytes=0-9", "if-range": '"abc"' })).toEqual({ part: { start: 0, end: 9 } });
    expect(wanted({ range: "bytes=0-9", "if-range": '"older"' })).toEqual({ part: null });
  });
});

const get = { method: "GET" };
const about = { ...file, type: "video/mp4", fileName: "f.mp4" };
const part = { start: 2, end: 4 };

test("a part says which, what is beyond says how much there is", async () => {
  const stream = Readable.from([Buffer.from("cde")]);
  const response = keptFile(get, { ...about, wanted: { part }, stream }, { cache: "c" });
  expect(response.status).toBe(206);
  expect(response.headers.get("content-range")).toBe("bytes 2-4/100");
  expect(response.headers.get("content-length")).toBe("3");
  expect(await response.text()).toBe("cde");
  const beyond = keptFile(get, { ...about, wanted: "beyond", stream: null }, { cache: "c" });
  expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */100"]);
});

test("whoever asks for the head alone holds no file open", async () => {
  const stream = Readable.from([Buffer.from("cde")]);
  const response = keptFile({ method: "HEAD" }, { ...about, wanted: { part }, stream }, { cache: "c" });
  expect(response.headers.get("content-length")).toBe("3");
  expect(stream.destroyed).toBe(true);
  expect(await response.text()).toBe("");
});
