import { expect, test } from "vitest";
import { itemDone, itemOf, itemRefused, itemUnknown, outcomeOf, outcomeOfAll, outcomeOfFailures } from "./outcome";

test("an inner code decides", () => {
  for (const code of [null, undefined, "", " ", "0"])
    expect(itemOf({ id: "a", code: code ?? null }).result).toBe("done");
  expect(itemOf({ id: "a", name: "Gate", code: " CCF021307" })).toMatchObject({
    name: "Gate",
    result: "refused",
    code: "CCF021307",
    meaning: expect.stringMatching(/\.$/) as string,
  });
});

test("items add up to one word", () => {
  expect(outcomeOf([itemDone("a"), itemDone("b")]).result).toBe("done");
  expect(outcomeOf([itemDone("a"), itemRefused("b", "EVZ20007")]).result).toBe("partly done");
  expect(outcomeOf([itemDone("a"), itemUnknown("b")]).result).toBe("partly done");
  expect(outcomeOf([itemRefused("a", "EVZ20007")]).result).toBe("refused");
  expect(outcomeOf([itemRefused("a", "EVZ20007"), itemUnknown("b")]).result).toBe("unknown");
  expect(outcomeOf([]).result).toBe("unknown");
});

test("silence means unknown in full lists and done in lists of failures", () => {
  expect(outcomeOfAll(["a", "b"], [{ id: "a" }]).items.map((item) => item.result)).toEqual(["done", "unknown"]);
  expect(outcomeOfFailures(["a", "b"], [{ id: "a", code: "VMS000003" }]).items.map((item) => item.result)).toEqual([
    "refused",
    "done",
  ]);
});
