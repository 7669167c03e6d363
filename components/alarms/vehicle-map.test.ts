import { expect, it } from "vitest";
import { drawn, placesOf } from "./vehicle-map";

const riga = { latitude: 56.95, longitude: 24.1, heading: 40 };

it("reads a vehicle as its alarm tells it, and nothing where there is no fix", () => {
  expect(placesOf({ plate: "HK-4127", position: riga })).toEqual([riga]);
  expect(placesOf({ plate: "HK-4127", position: null })).toEqual([]);
  expect(placesOf(null)).toEqual([]);
  expect(placesOf({ position: riga, trail: [{ latitude: 56.94, longitude: 24.08 }, { latitude: "x" }] })).toHaveLength(
    2,
  );
});

it("puts a vehicle that stands still into the middle, with a scale that is not zero", () => {
  const { points, metresPerPixel } = drawn([riga]);
  expect(points).toEqual([{ x: 140, y: 80 }]);
  expect(metresPerPixel).toBeGreaterThan(0);
});

it("draws north up and east to the right, all of the way inside", () => {
  const { points } = drawn([
    { latitude: 56.9, longitude: 24.0, heading: null },
    { latitude: 56.95, longitude: 24.1, heading: null },
  ]);
  const [from, to] = points;
  expect((to?.x ?? 0) - (from?.x ?? 0)).toBeGreaterThan(0);
  expect((to?.y ?? 0) - (from?.y ?? 0)).toBeLessThan(0);
  for (const { x, y } of points) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(280);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(160);
  }
});

it("keeps an east and a north of the same length equally long", () => {
  const metre = 1 / 111_320;
  const { points } = drawn([
    { latitude: 56.95, longitude: 24.1, heading: null },
    { latitude: 56.95 + 100 * metre, longitude: 24.1, heading: null },
    {
      latitude: 56.95 + 100 * metre,
      longitude: 24.1 + (100 * metre) / Math.cos((56.95 * Math.PI) / 180),
      heading: null,
    },
  ]);
  const [start, north, east] = points;
  expect(Math.abs((start?.y ?? 0) - (north?.y ?? 0))).toBeCloseTo((east?.x ?? 0) - (north?.x ?? 0), 0);
});
