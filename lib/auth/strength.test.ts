import * as common from "@zxcvbn-ts/language-common";
import { expect, test } from "vitest";
import { PASSWORD_MIN } from "./policy";
import { weakness } from "./strength";

const listed = common.dictionary["passwords-common"].map(String).filter((each) => each.length >= PASSWORD_MIN);

test("no password of the list that is long enough gets through, and the refusal names the list", async () => {
  expect(listed.length).toBeGreaterThan(200);
  for (const each of listed) expect(await weakness(each, []), each).toContain("in the list of the ones used most");
  expect(await weakness((listed[0] ?? "").toUpperCase(), [])).toContain("in the list of the ones used most");
});

test("others are weighed: what is close to a common one, one's own names, and what nobody guesses", async () => {
  expect(await weakness("Pa55word-1234", [])).toContain("close to a password that is often used");
  expect(await weakness("mara kalnina 1984", ["Mara Kalnina"])).toContain("Your name");
  expect(await weakness("a quiet harbour at noon", ["Mara Kalnina"])).toBeNull();
});
