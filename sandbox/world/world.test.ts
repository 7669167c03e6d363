import { describe, expect, it } from "vitest";
import { buildWorld } from "./build";
import { RateLimiter } from "../rate";
import { isOnline } from "./world";

describe.each([
  ["small", 20, 40],
  ["large", 300, 5_000],
  ["huge", 1_000, 20_000],
] as const)("%s", (dataset, areas, cameras) => {
  const world = buildWorld(dataset, "1");

  it("has its size, with sound ids", () => {
    expect([world.areas.size, world.lists.camera.length]).toEqual([areas, cameras]);
    for (const id of [...world.areas.keys(), ...world.devices.keys(), ...world.resources.keys()])
      expect(id).toMatch(/^[0-9a-f]{32}$/);
    for (const door of world.lists.door) expect(door.id).toMatch(/^[1-9]\d{17}$/);
    expect(world.devicesBySerial.size).toBe(world.devices.size);
  });

  it("keeps names within 64, unlike among siblings, several levels deep", () => {
    const siblings = new Set([...world.areas.values()].map(({ parentId, name }) => `${parentId}/${name}`));
    expect(siblings.size).toBe(areas);
    for (const { name } of world.areas.values()) expect(name.length).toBeLessThanOrEqual(64);
    for (const { resource } of world.resources.values()) expect(resource.name.length).toBeLessThanOrEqual(64);
    const depths = [...world.areas.values()].map((area) => world.pathOf(area).length);
    expect(Math.max(...depths)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...depths)).toBeLessThanOrEqual(5);
  });

  it("speaks many scripts", () => {
    const names = [...world.resources.values()].map(({ resource }) => resource.name).join();
    const scripts = [
      "Latin",
      "Cyrillic",
      "Greek",
      "Arabic",
      "Hebrew",
      "Han",
      "Hiragana",
      "Hangul",
      "Thai",
      "Devanagari",
    ];
    expect(scripts.filter((script) => !new RegExp(`\\p{Script=${script}}`, "u").test(names))).toEqual([]);
    expect(/\p{Surrogate}/u.test(names)).toBe(false);
  });

  it("has encrypted and offline cameras, but few", () => {
    const away = world.lists.camera.filter((camera) => !isOnline(camera)).length;
    const encrypted = world.lists.camera.filter(({ device }) => device.encrypted).length;
    expect(away).toBeGreaterThan(0);
    expect(away).toBeLessThan(cameras * 0.1);
    expect(encrypted).toBeGreaterThan(0);
    expect(encrypted).toBeLessThan(cameras * 0.2);
  });
});

describe("allowance", () => {
  it("slides: five in any second pass, and a refused one still counts", () => {
    const limiter = new RateLimiter();
    const at = (ms: number) => limiter.arrive(ms, "/x");
    expect([0, 1, 2, 3, 4].map(at)).toEqual([false, false, false, false, false]);
    expect(at(999)).toBe(true);
    expect(at(1003)).toBe(false);
    expect(limiter.stats()).toMatchObject({ arrivals: 7, refused: 1, maxInOneSecond: 6, spanMs: 1003 });
  });
});
