import { expect, test } from "vitest";
import { areasOf, BusEvent, shortened } from "./events";

const many = Array.from({ length: 201 }, (_, i) => `id${i}`);

test("a list of 200 is kept, a longer one means many", () => {
  const event: BusEvent = { topic: "mirror", kind: "doors", ids: many, areaIds: many.slice(0, 200) };
  expect(shortened(event)).toEqual({ ...event, ids: null });
  expect(shortened({ topic: "thumbnail", cameraIds: many, areaIds: ["a"] })).toEqual({
    topic: "thumbnail",
    cameraIds: null,
    areaIds: ["a"],
  });
  expect(BusEvent.safeParse(event).success).toBe(false);
  expect(BusEvent.safeParse(shortened(event)).success).toBe(true);
});

test("an event that belongs to no area is told apart from one of many areas", () => {
  expect(areasOf({ topic: "sync", kind: "cameras" })).toEqual([]);
  expect(areasOf({ topic: "mirror", kind: "cameras", ids: null, areaIds: null })).toBeNull();
  expect(areasOf({ topic: "mirror", kind: "cameras", ids: ["7"], areaIds: ["1"] })).toEqual(["1"]);
});
