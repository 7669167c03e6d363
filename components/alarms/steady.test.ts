import { expect, it } from "vitest";
import { type Fresh, held, released } from "./steady";

const rows = (text: string) => [...text].map((id) => ({ id }));
const list = (text: string, offset = 0, pages = 1): Fresh<{ id: string }> => ({ offset, pages, items: rows(text) });
const words = (items: readonly { id: string }[]) => items.map(({ id }) => id).join("");
const nobody: ReadonlySet<string> = new Set();

it("keeps what left between two others in its place", () => {
  const shown = held(released(list("abcdef")), list("abef"), nobody);
  expect(words(shown.items)).toBe("abcdef");
  expect([...shown.gone]).toEqual(["c", "d"]);
});

it("keeps what left at the top and at the end", () => {
  const shown = held(released(list("abcd")), list("bc"), nobody);
  expect(words(shown.items)).toBe("abcd");
  expect([...shown.gone]).toEqual(["a", "d"]);
});

it("keeps a row that left through any number of readings", () => {
  let shown = held(released(list("abcd")), list("abd"), nobody);
  shown = held(shown, list("ad"), nobody);
  shown = held(shown, list("ade"), nobody);
  expect(words(shown.items)).toBe("abcde");
});

it("lets go at once what its own person sent away", () => {
  const shown = held(released(list("abcd")), list("acd"), new Set(["b"]));
  expect(words(shown.items)).toBe("acd");
  expect(shown.gone.size).toBe(0);
});

it("keeps all rows where none is left, but for one's own", () => {
  const shown = held(released(list("abc")), list(""), new Set(["b"]));
  expect(words(shown.items)).toBe("ac");
});

it("takes a row back that came again", () => {
  const shown = held(held(released(list("abc")), list("ac"), nobody), list("abc"), nobody);
  expect(words(shown.items)).toBe("abc");
  expect(shown.gone.size).toBe(0);
});

it("takes the next page, and drops what was dropped far out of view", () => {
  const shown = held(released(list("abcd")), list("cdef", 2), nobody);
  expect(words(shown.items)).toBe("cdef");
  expect(shown.offset).toBe(2);
  const back = held(shown, list("abcd", 0), nobody);
  expect(words(back.items)).toBe("abcd");
});
