import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../parts";
import { createSandbox } from "../server";
import type { Json, JsonObject } from "../validate";
import { occurrence, subjectOf } from "./occurrence";
import { QUEUE_NAMES } from "./queues";
import type { QueueName } from "./queues";
import { SCENARIO_NAMES } from "./scenarios";
import type { ScenarioName } from "./scenarios";
import { tell } from "./telling";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ paused: true });
});
afterAll(() => sandbox.close());
/** A Wednesday in winter, so that neither rules nor the pace of the day depend on when the test runs. */
const NOON = Date.UTC(2026, 0, 14, 12, 30);
beforeEach(() => sandbox.reset(NOON));

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
  sandbox.reset(NOON);
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

  it("what is an alarm follows the rule for it, which may be off or out of its schedule", () => {
    const { alarmRules, lists } = sandbox.world;
    const input = lists.alarmInput.find(({ device }) => device.online);
    const rule = alarmRules.twin({ sourceID: input?.resource.id ?? "", eventType: "50000" });
    const [allDay, , nights] = alarmRules.schedules;
    if (!input || !rule) throw new Error("no input with a rule");
    const told = (change: Partial<typeof rule>): JsonObject[] => {
      Object.assign(rule, change);
      subscribe();
      tell(sandbox.world, sandbox.pictures, occurrence({ ...happening, guid: "g" }), NOON);
      expect(drain("combine")).toHaveLength(1);
      return drain("alarm");
    };
    const happening = { guid: "", code: "50000", subject: subjectOf(sandbox.world, input), at: NOON };
    const priority = alarmRules.priorities[2];
    expect(told({ enabled: true, scheduleId: allDay?.id ?? "", priorityId: priority?.id ?? "" })).toMatchObject([
      { alarmRule: { id: rule.id, name: rule.name }, alarmPriority: { id: priority?.id, level: "3" } },
    ]);
    expect(told({ enabled: false })).toEqual([]);
    expect(told({ enabled: true, scheduleId: nights?.id ?? "" })).toEqual([]);
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
    sandbox.reset();
    subscribe();
    sandbox.player.start({ name: "busy", speed: 5_000 });
    await expect.poll(() => sandbox.world.queues.combine.depth, { timeout: 30_000 }).toBeGreaterThan(20);
  });
});

describe("people and devices", () => {
  it("lets persons of the account pass doors of theirs, which the access records tell alike", () => {
    const { rawmsg, combine } = play("busy", HOUR);
    const { people } = sandbox.world;
    const records = new Map(
      people.swipes.between(NOON - 2 * HOUR, NOON, NOON).map((swipe) => [people.swipes.guidOf(swipe), swipe]),
    );
    const events = rawmsg.flatMap((row) => at(row, "data", "openDoorInfo", "event") ?? []);
    // What is told again with its pictures stands where it was told first.
    const once = new Map(combine.map((row) => [row["eventId"], row]));
    const passed = [...once.values()].filter((row) => records.has(String(row["eventId"])));
    expect(events.length).toBeGreaterThan(20);
    expect(passed).toHaveLength(events.length);
    for (const [index, row] of passed.entries()) {
      const swipe = records.get(String(row["eventId"]));
      const event = events[index];
      expect(at(event, "basicInfo")).toMatchObject({
        eventType: swipe?.eventType,
        elementId: swipe?.door.resource.id,
        serialNo: swipe?.serial,
      });
      expect(Date.parse(String(at(event, "basicInfo", "occurTime")))).toBe(Math.floor((swipe?.at ?? 0) / 1000) * 1000);
      expect(at(event, "intelliInfo", "personId")).toBe(swipe?.person?.id);
      expect(at(event, "intelliInfo", "authResult")).toBe(Number(swipe?.ok));
      const person = swipe?.person;
      if (!person) continue;
      expect(people.persons.get(person.id)).toBe(person);
      const own = people.doorsOf(person).some(({ resource }) => resource.id === swipe.door.resource.id);
      if (swipe.ok) expect(own).toBe(true);
    }
  });

  it("drives the vehicles of the fleet, each with its drivers", () => {
    const { rawmsg } = play("busy", 2 * HOUR);
    const { vehicles, drivers } = sandbox.world;
    const told = rawmsg.flatMap((row) => at(row, "data", "vehicleRelatedInfo", "vehicleInfo") ?? []);
    expect(new Set(told.map((vehicle) => at(vehicle, "id"))).size).toBeGreaterThan(2);
    for (const vehicle of told) {
      const id = String(at(vehicle, "id"));
      expect(at(vehicle, "licensePlate")).toBe(vehicles.get(id));
      const [driver] = [...drivers.byId.values()].filter(({ vehicleIds }) => vehicleIds.includes(id));
      expect(at(vehicle, "driverInfos")).toMatchObject([{ id: driver?.id }]);
    }
  });

  it("tells of devices and cameras that go and come back", () => {
    subscribe();
    const changes = Array.from({ length: 40 }, () => sandbox.life.step());
    const codes = drain("combine").map((row) => [row["eventType"], at(row, "basicInfo", "resourceInfo", "sourceName")]);
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
