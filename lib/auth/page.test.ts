import { expect, test } from "vitest";
import { ownPath, signInPath } from "./page";

test.each([
  ["/cameras?state=offline#x", "/cameras?state=offline#x"],
  ["/areas/1%2F2", "/areas/1%2F2"],
  [undefined, "/"],
  ["", "/"],
  ["cameras", "/"],
  ["https://evil.example", "/"],
  ["//evil.example/x", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["/.//evil.example", "/"],
  ["javascript:alert(1)", "/"],
])("returns from signing in to %s as %s", (given, path) => expect(ownPath(given)).toBe(path));

test("carries the whole path through the sign-in page", () => {
  expect(signInPath("/cameras?q=a&b=c")).toBe("/sign-in?next=%2Fcameras%3Fq%3Da%26b%3Dc");
  expect(signInPath("/")).toBe("/sign-in");
});
