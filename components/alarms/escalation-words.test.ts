import { expect, it } from "vitest";
import { countdown, namesInWords } from "./escalation-words";

it("counts down to the second in the last hour, and never below nothing", () => {
  const words = (ms: number) => countdown(ms);
  expect([252_000, 251_001, 60_000, 59_000, 1, 0, -5_000].map(words)).toEqual([
    ...["4:12", "4:12", "1:00", "0:59", "0:01", "0:00", "0:00"],
  ]);
  expect([3_599_000, 3_600_000, 7_500_000, 24 * 3_600_000].map(words)).toEqual(["59:59", "1 h", "2 h 5 min", "24 h"]);
});

it("names a few, and of many how many more there are", () => {
  expect([[], ["Gwen"], ["Gwen", "Omar"], ["Ada", "Gwen", "Omar"]].map(namesInWords)).toEqual([
    ...["", "Gwen", "Gwen and Omar", "Ada, Gwen and Omar"],
  ]);
  expect(namesInWords(["Ada", "Bo", "Cy", "Di", "Ed"])).toBe("Ada, Bo and 3 more");
});
