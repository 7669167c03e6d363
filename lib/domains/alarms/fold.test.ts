import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAlarm } from "@/lib/gateway/endpoints/alarm-object";
import {
  alarmFacts,
  combinedFacts,
  fold,
  isDelayed,
  mostPulses,
  type CombinedAlarm,
  type Folded,
  type Reading,
} from "./write/fold";
import { alarmFiles, fileKey, joinFiles, type KnownFile, type ToldFile } from "./write/fold-files";

const read = readAlarm();
const noon = Date.UTC(2026, 10, 23, 12);
const iso = (minutes: number) => new Date(noon + minutes * 60_000).toISOString();
const reading = (more: Partial<Reading> = {}): Reading => ({
  ...{ origin: "queue", receivedAt: iso(1), zonelessMinutes: 0 },
  ...more,
});

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const time = maybe(fc.integer({ min: -600, max: 600 }).map(iso));
const few = maybe(fc.constantFrom("a", "b", "c"));

/** A message as it comes: any kind, any part of it missing, told in the words of a queue. */
const wire = fc.record({
  guid: fc.constant("g"),
  msgType: maybe(fc.constantFrom("0", "1", "2", "3")),
  alarmState: maybe(fc.constantFrom("0", "1")),
  pulseAlarm: maybe(fc.constantFrom("0", "1")),
  dataRetransmission: maybe(fc.constantFrom(0, 1)),
  timeInfo: fc.record({ startTime: time, endTime: time }),
  eventSource: fc.record({ eventType: few, sourceID: few, sourceName: few, areaID: few }),
  alarmRule: maybe(fc.record({ id: few, name: few })),
  alarmPriority: maybe(fc.record({ level: fc.constantFrom("1", "2", "3"), levelName: few })),
  markState: maybe(fc.constantFrom("0", "1")),
  affirmedState: maybe(fc.constantFrom("0", "1")),
  linkageTypes: maybe(fc.subarray(["0", "1", "2"])),
  anprinfo: maybe(fc.record({ licensePlate: few })),
});

const message = fc
  .record({
    wire,
    origin: fc.constantFrom("queue" as const, "log" as const),
    received: fc.integer({ min: 0, max: 99 }),
  })
  .map(({ wire: row, origin, received }) =>
    alarmFacts(read.parse(row), reading({ origin, receivedAt: iso(1_000 + received) })),
  );

const foldAll = (all: readonly Folded[]) => all.slice(1).reduce(fold, all[0] as Folded);
const shuffled = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: all.length });

describe("folding", () => {
  test("does not depend on the order of messages", () => {
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 8 }).chain((all) => fc.tuple(fc.constant(all), shuffled(all))),
        ([all, other]) => {
          expect(foldAll(other)).toEqual(foldAll(all));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("does not depend on repetition, pulses included", () => {
    fc.assert(
      fc.property(
        fc
          .array(message, { minLength: 1, maxLength: 6 })
          .chain((all) => fc.tuple(fc.constant(all), shuffled([...all, ...all, ...all.slice(0, 2)]))),
        ([all, more]) => {
          expect(foldAll(more)).toEqual(foldAll(all));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("does not depend on which batch told it, nor how often", () => {
    const told = fc.record({
      wire,
      batch: fc.nat(4),
      again: fc.array(fc.integer({ min: 5, max: 9 }), { maxLength: 3 }),
    });
    const heard = (row: object, batch: number) =>
      alarmFacts(read.parse(row), reading({ receivedAt: iso(1_000 + batch) }));
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 6 }), fc.nat(), (all, seed) => {
        const once = all.map(({ wire: row, batch }) => ({ at: batch, facts: heard(row, batch) }));
        const more = all.flatMap(({ wire: row, again }) =>
          again.map((batch) => ({ at: batch, facts: heard(row, batch) })),
        );
        // A batch that was not confirmed is pulled again later; batches of one moment change places.
        const mixed = [...once, ...more].sort((a, b) => ((a.at + seed) % 7) - ((b.at + seed) % 7));
        const expected = foldAll(once.map(({ facts }) => facts));
        expect(foldAll(mixed.map(({ facts }) => facts))).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test("counts every pulse once, however it is told again, up to a limit", () => {
    const minutes = fc.array(fc.integer({ min: 0, max: mostPulses + 60 }), {
      minLength: 1,
      maxLength: mostPulses + 200,
    });
    const pulse = (minute: number, late: boolean) =>
      alarmFacts(
        read.parse({
          ...start,
          pulseAlarm: "1",
          dataRetransmission: late ? 0 : 1,
          timeInfo: { startTime: iso(minute) },
        }),
        reading(),
      );
    fc.assert(
      fc.property(minutes, (all) => {
        const folded = foldAll([
          ...all.map((minute) => pulse(minute, false)),
          ...all.map((minute) => pulse(minute, true)),
        ]);
        expect(folded.pulses).toBe(Math.min(new Set(all).size, mostPulses));
        expect(folded.marks.pulses).toHaveLength(folded.pulses);
      }),
      { numRuns: 50 },
    );
  });

  test("goes on from a count of before pulses were told apart", () => {
    const pulse = factsOf({ ...start, pulseAlarm: "1" });
    const old = { ...pulse, pulses: 3, marks: { ...pulse.marks, pulses: [] } };
    expect([fold(old, pulse).pulses, fold(fold(old, pulse), pulse).pulses]).toEqual([3, 3]);
  });

  test("goes on from what was folded and stored before", () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 2, maxLength: 6 }), fc.nat(), (all, at) => {
        const cut = 1 + (at % (all.length - 1));
        // As the database gives it back: through JSON.
        const stored = JSON.parse(JSON.stringify(foldAll(all.slice(0, cut)))) as Folded;
        expect(foldAll([stored, ...all.slice(cut)])).toEqual(foldAll(all));
      }),
    );
  });
});

const start = {
  guid: "g",
  msgType: "1",
  alarmState: "1",
  dataRetransmission: 1,
  timeInfo: { startTime: iso(0) },
  eventSource: { eventType: "10002", sourceID: "c1", sourceName: "Gate", areaID: "a1", areaName: "Yard" },
  alarmRule: { id: "r1", name: "Gate at night" },
  alarmPriority: { level: "1", levelName: "High", color: "#ff0000" },
};
const factsOf = (row: object, more: Partial<Reading> = {}) => alarmFacts(read.parse(row), reading(more));

describe("what is told when", () => {
  test("an end that came before its start ends it", () => {
    const end = { ...start, msgType: "0", alarmState: "0", timeInfo: { startTime: iso(0), endTime: iso(5) } };
    const folded = fold(factsOf(end), factsOf(start));
    expect(folded).toMatchObject({ active: false, occurredAt: iso(0), endedAt: iso(5) });
    expect(folded.values).toMatchObject({ rule_name: "Gate at night", gateway_priority: 1, area_id: "a1" });
  });

  test("what was told in time and again after a network cut is not late; what was only told again is", () => {
    const again = { ...start, dataRetransmission: 0 };
    expect(isDelayed(fold(factsOf(start), factsOf(again)))).toBe(false);
    expect(isDelayed(factsOf(again))).toBe(true);
    const end = { ...start, msgType: "0", alarmState: "0", dataRetransmission: 1 };
    expect(isDelayed(fold(factsOf(again), factsOf(end)))).toBe(true);
  });

  test("times without a zone are those of the device's clock; impossible ones are none", () => {
    const zoneless = { ...start, timeInfo: { startTime: "2026-11-23 12:00:00" } };
    expect(factsOf(zoneless, { zonelessMinutes: 330 }).occurredAt).toBe(iso(-330));
    const broken = { ...start, timeInfo: { startTime: "1970-01-01 00:00:00" } };
    expect(factsOf(broken).occurredAt).toBe(iso(1));
  });

  test("a confirmation in the vendor's own client is told once it was heard", () => {
    const confirm = { guid: "g", msgType: "2", affirmedState: "1", eventSource: { eventType: "10002" } };
    const folded = fold(factsOf(start), factsOf(confirm, { receivedAt: iso(9) }));
    expect(folded).toMatchObject({ confirmedAt: iso(9), markedAt: null, occurredAt: iso(0), active: true });
    expect(folded.values).toMatchObject({ source_name: "Gate" });
  });

  test("the V2 queue adds only what the alarm queue did not say", () => {
    const combined: CombinedAlarm = {
      ...read.parse(start),
      ...{ id: "g", kind: "alarm", type: "10003", areaName: "Elsewhere", sourceType: "camera" },
      ...{ delivery: "realTime", occurredAt: new Date(noon), utcOffsetMinutes: 0, call: null, vehicle: null },
    };
    const plain = { ...start, eventSource: { eventType: "10002" } };
    const folded = fold(combinedFacts(combined, reading()), factsOf(plain));
    expect(folded.values).toMatchObject({ type: "10002", rule_id: "r1", area_name: "Elsewhere" });
    expect(fold(factsOf(start), combinedFacts(combined, reading())).values).toMatchObject({ area_name: "Yard" });
  });
});

/** The table as the store keeps it. */
function apply(table: KnownFile[], files: readonly ToldFile[]): KnownFile[] {
  const next = new Map(table.map((file) => [file.key, file]));
  for (const { file, key, turns } of joinFiles(table, files).write) {
    if (turns !== null) next.delete(turns);
    next.set(key, { key, slot: file.slot, addressed: file.key !== null });
  }
  return [...next.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Named by the path, or by the query as in the guide's examples (5.3.2, A.3.60); signed anew each time. */
const addressOf = (file: string, name: string, signature: number) =>
  name === "1"
    ? `https://x.example/${file}.jpg?sign=${signature}`
    : name === "2"
      ? `https://x.example/api/lapp/mq/downloadurl?appKey=${signature}&fileKey=ISAPI_FILES/${file}$encrypt=2,2024-10-28T09:09:39`
      : `https://x.example/v3/alarms/pic/get?X-Amz-Signature=${signature}&fileId=${file}&cn=1&isEncrypted=0`;

/** A file is always of the same source and kind, under whatever signature it is told. */
const fileOf = fc
  .record({
    type: fc.constantFrom("1", "2"),
    sourceID: few,
    name: maybe(fc.constantFrom("1", "2", "3")),
    signature: fc.nat(9),
    saveState: fc.constantFrom("0", "1", "3"),
  })
  .map(({ type, sourceID, name, signature, saveState }) => ({
    ...{ type, saveState, extendInfo: { sourceID } },
    url: name && addressOf(`${type}-${sourceID ?? "c1"}-${name}`, name, signature),
  }));
const withFiles = fc
  .array(fileOf, { maxLength: 4 })
  .map((file) => alarmFiles(read.parse({ ...start, fileInfo: { file } })));

describe("files", () => {
  test("join in any order and however often they are told", () => {
    fc.assert(
      fc.property(
        fc
          .array(withFiles, { minLength: 1, maxLength: 6 })
          .chain((all) => fc.tuple(fc.constant(all), shuffled([...all, ...all.slice(0, 3)]))),
        ([all, other]) => {
          const keys = (told: readonly ToldFile[][]) => told.reduce(apply, []).map(({ key }) => key);
          expect(keys(other)).toEqual(keys(all));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("are the same under another signature, and a waiting one gets its address", () => {
    expect(fileKey("https://a.example/x/1.jpg?sign=1")).toBe(fileKey("https://b.example/x/1.jpg?sign=2"));
    // Keys of files that were stored before queries counted.
    expect(fileKey("https://a.example/x/1.jpg?X-Amz-Expires=900&Policy=p")).toBe("u:1bca04ec03a1d9bcdca3ea4a90486740");
    const waiting = alarmFiles(read.parse({ ...start, fileInfo: { file: [{ type: "1", saveState: "1" }] } }));
    const url = "https://x.example/1.jpg?sign=1";
    const come = alarmFiles(read.parse({ ...start, fileInfo: { file: [{ type: "1", url, saveState: "0" }] } }));
    const table = apply([], waiting);
    expect(table).toMatchObject([{ addressed: false }]);
    expect(joinFiles(table, come).write).toMatchObject([{ turns: table[0]?.key, key: fileKey(url) }]);
    expect(apply(apply([], come), waiting)).toHaveLength(1);
  });

  test("named by the query are told apart by it, whatever its order and signature", () => {
    const get = (query: string) => `https://x.example/v3/alarms/pic/get?${query}`;
    const pictures = (...queries: string[]) =>
      read.parse({
        ...start,
        fileInfo: { file: queries.map((query) => ({ type: "1", url: get(query), saveState: "0" })) },
        anprinfo: { licensePlate: "AB12", pictureInfo: [{ pictureURL: get("fileId=3&token=a") }] },
      });
    const told = alarmFiles(pictures("fileId=1&cn=1&token=a&Expires=9", "fileId=2&cn=1&token=a&Expires=9"));
    const again = alarmFiles(pictures("X-AMZ-Signature=b&cn=1&fileId=1", "cn=1&token=b&fileId=2&appkey=k"));
    expect(new Set(told.map(({ key }) => key)).size).toBe(3);
    expect(again.map(({ key }) => key)).toEqual(told.map(({ key }) => key));
    expect(apply(apply([], told), again)).toHaveLength(3);
  });

  test("of a number plate are files too, and its address stands nowhere else", () => {
    const plate = { licensePlate: "AB12", pictureInfo: [{ pictureURL: "https://x.example/p.jpg?sign=1" }] };
    const alarm = read.parse({ ...start, anprinfo: plate });
    expect(alarmFiles(alarm)).toMatchObject([{ kind: "picture", url: "https://x.example/p.jpg?sign=1" }]);
    expect(JSON.stringify(alarmFacts(alarm, reading()))).not.toContain("x.example");
  });

  test("of a driver neither licence nor telephone number is kept", () => {
    const driverInfos = [{ driverName: "Ada", driverPhone: "+56 9", licenseInfo: { licenseNo: "L-77" } }];
    const alarm = read.parse({ ...start, vehicleRelatedInfo: { vehicleInfo: { licensePlate: "AB-1", driverInfos } } });
    expect(alarm.vehicle?.drivers).toMatchObject([{ name: "Ada", phone: "+56 9", licence: { number: "L-77" } }]);
    expect(alarmFacts(alarm, reading()).values["vehicle"]).toMatchObject({ plate: "AB-1", drivers: [{ name: "Ada" }] });
    expect(JSON.stringify(alarmFacts(alarm, reading()))).not.toMatch(/L-77|56 9/);
  });
});
