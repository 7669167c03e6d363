import { expect, test } from "vitest";
import { dispositionOf } from "./attachment";

test("a name becomes a header that nothing in it can end", () => {
  expect(dispositionOf("cameras-2026.csv")).toBe(
    `attachment; filename="cameras-2026.csv"; filename*=UTF-8''cameras-2026.csv`,
  );
  const odd = dispositionOf("a\"; x=1\r\nSet-Cookie: b/\\ü\ud800*(1)'.csv");
  expect(odd).toMatch(/^[\x20-\x7e]+$/);
  expect(odd.split('"')).toHaveLength(3);
  expect(odd).toContain("filename*=UTF-8''a%22%3B%20x%3D1%0D%0ASet-Cookie%3A%20b%2F%5C%C3%BC_%2A%281%29%27.csv");
});
