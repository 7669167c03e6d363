import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../parts";
import { createSandbox } from "../server";
import type { Json, JsonObject } from "../validate";
import { QUEUE_NAMES } from "./queues";
import type { QueueName } from "./queues";
import { SCENARIO_NAMES } from "./scenarios";
import type { ScenarioName } from "./scenarios";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ paused: true });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const subscribe = () => {
  for (const name of QUEUE_NAMES) sandbox.world.queues[name].subscribe(null, sandbox.clock.now());
};

/** Everything that waits in a queue. */
function drain(name: QueueName): JsonObject[] {
  const rows: JsonObject[] = [];
  const [queue, now] = [sandbox.world.queues[name], sandbox.clock.now()];
  for (;;) {
    const batch = queue.pull(500, now, { origin: sandbox.url, zoneless: false });
    if (batch.rows.length === 0) return rows;
    rows.push(...batch.rows);
    queue.complete(batch.batchId, now);
  }
}

/** Plays what happened in the last `agoMs`, and answers what each queue heard. */
function play(name: ScenarioName, agoMs: number, seed?: string): Record<QueueName, JsonObject[]> {
  sandbox.reset();
  subscribe();
  sandbox.player.start({ name, agoMs, seed, timers: false });
  return { alarm: drain("alarm"), combine: drain("combine"), rawmsg: drain("rawmsg") };
}

const at = (row: Json | undefined, ...keys: string[]): Json | undefined =>
  keys.reduce<Json | undefined>(
    (value, key) => (typeof value === "object" && value !== null && !Array.isArray(value) ? value[key] : undefined),
    row,
  );
const started = (row: JsonObject) => Date.parse(String(at(row, "timeInfo", "startTime")));
const starts = (rows: JsonObject[]) =>
  new Map(rows.filter((row) => row["msgType"] === "1").map((row) => [row["guid"], row]));

describe("scenarios", () => {
  it.each(SCENARIO_NAMES)("%s takes the same course for the same seed, and another for another", (name) => {
    const course = (seed: string) =>
      play(name, name === "storm" ? MINUTE : 7 * MINUTE, seed).alarm.map((row) => [
        row["guid"],
        row["msgType"],
        at(row, "eventSource", "sourceID"),
      ]);
    const first = course("one");
    expect(first.length).toBeGreaterThan(0);
    expect(course("one")).toEqual(first);
    expect(course("two")).not.toEqual(first);
  });

  it("a quiet hour is quiet, a busy one is busy, and both are believable", () => {
    const quiet = play("quiet", HOUR);
    const busy = play("busy", HOUR);
    const total = (heard: typeof quiet) => heard.combine.length;
    expect(total(quiet)).toBeGreaterThan(10);
    expect(total(quiet)).toBeLessThan(400);
    expect(total(busy)).toBeGreaterThan(total(quiet) * 5);
    const types = new Set(busy.combine.map((row) => row["eventType"]));
    for (const type of ["10002", "80001", "80093", "50000", "140001", "330001"]) expect(types).toContain(type);
    const people = busy.rawmsg.map((row) => at(row, "data", "openDoorInfo", "event", "intelliInfo", "firstName"));
    expect(new Set(people).size).toBeGreaterThan(10);
    const cameras = new Set(sandbox.world.lists.camera.map(({ resource }) => resource.id));
    for (const row of busy.combine.filter((each) => each["eventType"] === "10002")) {
      expect(cameras).toContain(at(row, "basicInfo", "resourceInfo", "sourceID"));
    }
  });

  it("an alarm starts without pictures, gets them later under its guid, and ends", () => {
    const { alarm } = play("busy", HOUR);
    const motion = alarm.filter((row) => at(row, "eventSource", "eventType") === "10002");
    const guid = motion.find((row) => row["msgType"] === "0")?.["guid"];
    const course = motion.filter((row) => row["guid"] === guid);
    expect(course.map((row) => [row["msgType"], row["alarmState"], "file" in (row["fileInfo"] as JsonObject)])).toEqual(
      [
        ["1", "1", false],
        ["1", "1", true],
        ["0", "0", false],
      ],
    );
    expect(at(course[2], "timeInfo", "endTime")).toBeDefined();
    expect(new Set(course.map(started)).size).toBe(1);
  });

  it("a storm brings a thousand alarms a minute, most of them from three sources", () => {
    const { alarm } = play("storm", MINUTE);
    const first = [...starts(alarm).values()];
    expect(first.length).toBeGreaterThan(950);
    expect(first.length).toBeLessThan(1_050);
    const bySource = new Map<Json | undefined, number>();
    for (const row of first) {
      const source = at(row, "eventSource", "sourceID");
      bySource.set(source, (bySource.get(source) ?? 0) + 1);
    }
    const top = [...bySource.values()].sort((a, b) => b - a).slice(0, 3);
    expect(top.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(first.length / 2);
    const whole = play("storm", 10 * MINUTE).alarm;
    expect(starts(whole).size).toBe(5_000);
    expect(sandbox.player.state()).toEqual({ scenario: null, playing: null });
  });

  it("a cut line holds everything back, and lets it go at once, marked as late with its own times", () => {
    sandbox.reset();
    subscribe();
    sandbox.player.start({ name: "outage", timers: false });
    const offline = drain("alarm");
    expect(offline.length).toBeGreaterThan(5);
    expect(new Set(offline.map((row) => at(row, "eventSource", "eventType")))).toEqual(new Set(["50101"]));
    const cutAt = sandbox.clock.now();
    sandbox.clock.advance(9 * MINUTE);
    sandbox.player.tick();
    expect(drain("alarm")).toEqual([]);
    sandbox.clock.advance(3 * MINUTE);
    sandbox.player.tick();
    const flood = drain("alarm");
    const kept = flood.filter((row) => row["dataRetransmission"] === 0);
    expect(kept.length).toBeGreaterThan(500);
    expect(flood.filter((row) => at(row, "eventSource", "eventType") === "50120")).toHaveLength(offline.length);
    for (const row of kept) expect(started(row)).toBeLessThan(cutAt + 11 * MINUTE);
    expect(new Set(drain("combine").map((row) => at(row, "basicInfo", "dataRetransmission")))).toEqual(new Set([0, 1]));
    const doors = drain("rawmsg").map((row) => at(row, "data", "openDoorInfo", "event", "basicInfo", "currentEvent"));
    expect(new Set(doors)).toEqual(new Set([0]));
    expect([...sandbox.world.devices.values()].filter(({ online }) => !online)).toHaveLength(2);
  });

  it("a line cut by a scenario that is stopped is whole again", () => {
    const away = () => [...sandbox.world.devices.values()].filter(({ online }) => !online).length;
    sandbox.player.start({ name: "outage", timers: false });
    expect(away()).toBeGreaterThan(2);
    sandbox.player.stop();
    expect(away()).toBe(2);
  });

  it("tells the story of a break-in, in its order, at the places it is about", () => {
    const { alarm, rawmsg } = play("break-in", 10 * MINUTE);
    const story = [...starts(alarm).values()].sort((a, b) => started(a) - started(b));
    const told = story.map(
      (row) => `${String(at(row, "eventSource", "eventType"))} ${String(at(row, "eventSource", "sourceName"))}`,
    );
    expect(told[0]).toBe("10500 Car Park Entry – Plates");
    expect(told).toEqual(
      expect.arrayContaining([
        "50000 Zone 4 – Fence",
        "10100 Fence Line 1",
        "10103 Fence Line 2",
        "50000 Zone 3 – Warehouse roof",
        "50000 Bay 3 shutter contact",
        "80009 Server Room 1",
        "80036 Staff Entrance",
        "50000 Panic button reception",
      ]),
    );
    expect(told.indexOf("10100 Fence Line 1")).toBeLessThan(told.indexOf("80009 Server Room 1"));
    const pulses = alarm.filter((row) => row["pulseAlarm"] === "1");
    expect(pulses.length).toBeGreaterThan(8);
    expect(alarm.filter((row) => row["msgType"] === "0").length).toBeGreaterThan(8);
    expect(rawmsg.map((row) => at(row, "basicInfo", "msgType"))).toEqual(["Msg110515", "Msg110502", "Msg110007"]);
    expect(sandbox.player.state()).toEqual({ scenario: null, playing: null });
  });

  it("plays in a world of any size", async () => {
    sandbox.replaceWorld("large", "big");
    subscribe();
    sandbox.player.start({ name: "busy", agoMs: 5 * MINUTE, timers: false });
    expect(drain("combine").length).toBeGreaterThan(30);
  });

  it("plays on by its own timer, as fast as told", async () => {
    subscribe();
    sandbox.player.start({ name: "busy", speed: 5_000 });
    await expect.poll(() => sandbox.world.queues.combine.depth, { timeout: 30_000 }).toBeGreaterThan(20);
  });
});

describe("people and devices", () => {
  it("takes the people it is given", () => {
    const ada = {
      personId: "123456789012345678",
      firstName: "Ada",
      lastName: "",
      fullPath: "All Departments",
      groupId: "1",
      phoneNum: "",
      cardNumber: "0000000001",
    };
    sandbox.player.people = () => [ada];
    const { rawmsg } = play("busy", HOUR);
    sandbox.player.people = null;
    const people = rawmsg.flatMap((row) => at(row, "data", "openDoorInfo", "event", "intelliInfo") ?? []);
    const named = people.filter((person) => at(person, "personId") !== undefined);
    expect(named.length).toBeGreaterThan(5);
    for (const person of named) {
      expect(person).toMatchObject({ personId: ada.personId, firstName: "Ada", lastName: "--" });
    }
  });

  it("tells of devices and cameras that go and come back", () => {
    subscribe();
    const changes = Array.from({ length: 40 }, () => sandbox.life.step());
    const codes = drain("alarm").map((row) => [
      at(row, "eventSource", "eventType"),
      at(row, "eventSource", "sourceName"),
    ]);
    expect(codes).toEqual(
      changes.map((change) => {
        const code = change?.subject === "device" ? ["50101", "50120"] : ["10057", "10056"];
        return [code[Number(change?.online)], change?.name];
      }),
    );
  });
});

it("a sandbox that is not paused leads a quiet life", async () => {
  const alive = await createSandbox({});
  try {
    expect(alive.player.state()).toMatchObject({ scenario: "quiet" });
    alive.world.queues.combine.subscribe(null, alive.clock.now());
    alive.clock.advance(HOUR);
    alive.player.tick();
    expect(alive.world.queues.combine.depth).toBeGreaterThan(5);
    alive.reset();
    expect(alive.player.state()).toMatchObject({ scenario: "quiet" });
  } finally {
    await alive.close();
  }
});
