import { expect, it } from "vitest";
import { WithReason } from "./schema";
import { REASON_MAX } from "./terms";

it("a reason is trimmed, an empty one is none, and a long one is refused with the limit", () => {
  expect(WithReason.parse(undefined)).toEqual({});
  expect(WithReason.parse({ reason: "  on leave\n" })).toEqual({ reason: "on leave" });
  expect(WithReason.parse({ reason: "   " }).reason).toBeUndefined();
  const long = WithReason.safeParse({ reason: "x".repeat(REASON_MAX + 1) });
  expect(long.error?.issues).toMatchObject([{ path: ["reason"], message: "Shorten the reason to 500 characters." }]);
});
