import { expect, test } from "vitest";
import {
  itemDone,
  itemOf,
  itemRefused,
  itemUnknown,
  outcomeOf,
  outcomeOfAll,
  outcomeOfFailures,
  outcomeOfLooseFailures,
} from "./outcome";

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

test("a failure of nothing that was asked leaves the rest in doubt", () => {
  const results = (...rows: { id: string | null; code: string | null }[]) =>
    outcomeOfLooseFailures(["a", "b"], rows).items.map((item) => item.result);
  expect(results()).toEqual(["done", "done"]);
  expect(results({ id: "a", code: "0" })).toEqual(["done", "done"]);
  expect(results({ id: "a", code: "VMS000003" })).toEqual(["refused", "done"]);
  expect(results({ id: "a", code: null })).toEqual(["refused", "done"]);
  expect(results({ id: null, code: "VMS000003" })).toEqual(["unknown", "unknown"]);
  expect(results({ id: "a", code: "VMS000003" }, { id: "z", code: "EVZ20007" })).toEqual(["refused", "refused"]);
  expect(results({ id: null, code: "EVZ20007" }, { id: "", code: "EVZ20007" })).toEqual(["refused", "refused"]);
  const twice = outcomeOfLooseFailures(
    ["a"],
    [
      { id: "a", code: "EVZ20007" },
      { id: "a", code: "VMS000003" },
    ],
  );
  expect(twice.items).toMatchObject([{ code: "EVZ20007" }]);
});
