import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { buildWorld } from "./build";
import { RateLimiter } from "../rate";
import { isOnline } from "./world";
import type { Dataset } from "./world";

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

describe("the same seed", () => {
  const fingerprint = (dataset: Dataset) => {
    const { areas, devices, channels, users, systemGuid } = buildWorld(dataset, "gatehouse");
    const parts = [
      [...areas.values()],
      [...devices.values()].map(({ id, serialNo, name, verifyCode }) => [id, serialNo, name, verifyCode]),
      [...channels.values()].map(({ id, resource, abilitySet }) => [id, resource, abilitySet]),
      users,
      systemGuid,
    ];
    return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
  };

  // People who wrote down an id of the demo find it again, whatever else is added to the world.
  it.each([
    ["small", "860a2a18e8886ac2a37b1452370f3069"],
    ["large", "d34f3bb540145f8165089da2352de350"],
    ["huge", "f15e6739e7678694f09683d203cce249"],
  ] as const)("gives the areas, devices and channels of the %s site the ids they always had", (dataset, known) => {
    expect(fingerprint(dataset)).toBe(known);
  });

  it("gives people, homes, vehicles, drivers and passes the same ids as well", () => {
    const ids = () => {
      const { people, intercom, fleet, drivers, passes, alarmRules } = buildWorld("small", "1", Date.UTC(2026, 0, 14));
      const residents = intercom.residents().map(({ person, rooms }) => [person.id, ...rooms]);
      const maps = [people.persons, people.levels, intercom.rooms, fleet, drivers.byId, passes.byId, alarmRules.rules];
      return [residents, ...maps.map((map) => [...map.keys()])];
    };
    expect(ids()).toEqual(ids());
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
