import { describe, expect, it } from "vitest";
import { rows, useSandbox } from "./testclient";
import type { JsonObject } from "./validate";
import { Outages } from "./world/outages";
import type { Person } from "./world/person";

const box = useSandbox();
const HOUR_MS = 3_600_000;

describe("attendance", () => {
  const list = (body: object) => box.post("/attendance/v1/report/totaltimecard/list", body);
  const april = { beginTime: "2024-04-01T00:00:00+05:45", endTime: "2024-04-30T23:59:59+05:45", pageSize: 200 };
  const cards = async (body: object) => rows((await list(body)).data, "reportDataList");

  it("is the same each time, for days at work alone, in the formats wanted", async () => {
    const first = await cards({ ...april, timeFormat: "HH:mm:ss" });
    expect(first).toHaveLength(200);
    expect(first).toEqual(await cards({ ...april, timeFormat: "HH:mm:ss" }));
    const few = await cards({ ...april, personGroupIds: [[...box.sandbox.world.people.groups.keys()][1]] });
    expect(new Set(few.map((row) => row["weekday"]))).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(first[0]).toMatchObject({
      date: "2024/04/01",
      weekday: 1,
      checkInTime: "09:00:00",
      timetableName: "General",
    });
    for (const row of first) {
      expect(row["clockInTime"]).toMatch(/^(|\d\d:\d\d:\d\d)$/);
      if (row["clockInTime"] === "") expect([row["clockInDate"], row["clockInSource"]]).toEqual(["", 0]);
    }
    const formats = { dateFormat: "dd-MM-yyyy", timeFormat: "h:mm tt", durationFormat: "MM" };
    const [other] = await cards({ ...april, ...formats });
    expect(other).toMatchObject({ date: "01-04-2024", checkInTime: "9:00 AM", checkOutTime: "6:00 PM" });
    expect(other?.["workDuration"]).toMatch(/^\d+$/);
  });

  it("pages with a flag, and filters", async () => {
    const seen = new Set<string>();
    for (let pageIndex = 1; ; pageIndex++) {
      const { data } = await list({ ...april, pageIndex, pageSize: 100 });
      for (const row of rows(data, "reportDataList")) seen.add(`${String(row["personCode"])} ${String(row["date"])}`);
      if (data["moreData"] === 0) break;
    }
    const { people } = box.sandbox.world;
    const dayOf = (day: number) => Date.UTC(2024, 3, day);
    const weekdays = Array.from({ length: 30 }, (_, n) => n + 1).filter(
      (day) => ![0, 6].includes(new Date(dayOf(day)).getUTCDay()),
    );
    const due = (person: Person) =>
      weekdays.filter((day) => person.startsAt < dayOf(day + 1) && person.endsAt > dayOf(day)).length;
    const everybody = [...people.persons.values()];
    expect(seen.size).toBe(everybody.reduce((sum, person) => sum + due(person), 0));
    const [somebody] = everybody.filter((person) => due(person) === weekdays.length);
    expect(await cards({ ...april, personCode: somebody?.code })).toHaveLength(weekdays.length);
    const colleagues = everybody.filter(({ groupId }) => groupId === somebody?.groupId);
    const ofGroup = { ...april, personGroupIds: [somebody?.groupId] };
    expect(await cards(ofGroup)).toHaveLength(colleagues.reduce((sum, person) => sum + due(person), 0));
    expect(await cards({ ...april, personName: "nobody" })).toEqual([]);
    expect(await cards({ beginTime: "2999-01-01T00:00:00Z", endTime: "2999-02-01T00:00:00Z" })).toEqual([]);
  });

  it("tells the times of the swipes at the person's first door", async () => {
    box.sandbox.reset(Date.UTC(2026, 10, 20, 20));
    box.sandbox.rate.settings.refuse = false;
    box.setToken(await box.newToken());
    const week = { beginTime: "2026-11-16T00:00:00+00:00", endTime: "2026-11-20T23:59:59+00:00", pageSize: 200 };
    const { people } = box.sandbox.world;
    const person = [...people.persons.values()].find(
      (each) => each.endsAt > box.sandbox.clock.now() && people.doorsOf(each)[0]?.resource.name === "Main Door",
    );
    const reported = (await cards({ ...week, timeFormat: "HH:mm:ss", personCode: person?.code })).flatMap((row) =>
      row["clockInSource"] === 1 ? [[row["clockInTime"], row["clockInDevice"]]] : [],
    );
    const criteria = { beginTime: week.beginTime, endTime: week.endTime, personCondition: { personIds: person?.id } };
    const search = { pageIndex: 1, pageSize: 200, searchCriteria: criteria };
    const swipes = rows((await box.post("/acs/v1/event/certificaterecords/search", search)).data, "recordList");
    const arrivals = swipes.reverse().filter((row) => row["attendanceStatus"] === 1);
    expect(reported.length).toBeGreaterThan(1);
    expect(arrivals.map((row) => [String(row["deviceTime"]).slice(11, 19), row["elementName"]])).toEqual(reported);
  });

  it("is refused with a wrong time, order or size", async () => {
    expect((await list({ ...april, beginTime: "2024-04-01" })).errorCode).toBe("OPEN000026");
    expect((await list({ ...april, endTime: "2024-03-01T00:00:00Z" })).errorCode).toBe("OPEN000030");
    expect((await list({ ...april, pageSize: 201 })).errorCode).toBe("OPEN000025");
    expect((await list({ ...april, timeFormat: "noon" })).errorCode).toBe("OPEN000010");
  });
});

describe("maintenance", () => {
  const offline = async (queryType: number, more: object = {}) => {
    const now = box.sandbox.clock.now();
    const span = { startTime: now - 24 * HOUR_MS, endTime: now, page: 1, pageSize: 100 };
    return (await box.post("/maintain/v1/offline/info/list", { ...span, queryType, ...more })).data;
  };
  const find = (data: JsonObject, id: string | undefined) => rows(data, "rows").find((row) => row["id"] === id);
  const recorder = () => [...box.sandbox.world.devices.values()].find((device) => device.name === "NVR Warehouse");

  it("lists what is, or was, away, for how long", async () => {
    const device = recorder();
    expect(find(await offline(0), device?.id)).toBeUndefined();
    await box.control("POST", `/devices/${device?.serialNo}/offline`);
    await box.control("POST", "/clock", { advanceMs: HOUR_MS });
    const row = find(await offline(0), device?.id);
    expect(row).toMatchObject({ name: "NVR Warehouse", resourceType: 2001, offlineCount: 1, areaName: "Loading Bays" });
    expect(Number(row?.["offlineDuration"])).toBeGreaterThanOrEqual(HOUR_MS);
    await box.control("POST", `/devices/${device?.serialNo}/online`);
    await box.control("POST", "/clock", { advanceMs: HOUR_MS });
    expect(Number(find(await offline(0), device?.id)?.["offlineDuration"])).toBeLessThan(2 * HOUR_MS);
    expect(
      (
        await box.post("/maintain/v1/offline/info/list", {
          queryType: 0,
          startTime: 2,
          endTime: 1,
          page: 1,
          pageSize: 1,
        })
      ).errorCode,
    ).toBe("OPEN000030");
  });

  it("lists cameras, doors and inputs with their devices' outages", async () => {
    const device = recorder();
    const [camera] = device?.channels ?? [];
    await box.control("POST", `/cameras/${camera?.resource?.id}/offline`);
    await box.control("POST", "/clock", { advanceMs: HOUR_MS });
    await box.control("POST", `/devices/${device?.serialNo}/offline`);
    await box.control("POST", "/clock", { advanceMs: HOUR_MS });
    const data = await offline(1, { orderBy: 2 });
    expect(find(data, camera?.resource?.id)).toMatchObject({ resourceType: 1001, offlineCount: 1 });
    const types = new Set(rows(data, "rows").map((row) => row["resourceType"]));
    expect(types).toEqual(new Set([1001, 1002, 1003]));
    const lengths = rows(data, "rows").map((row) => Number(row["offlineDuration"]));
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    const some = await offline(1, { areaId: camera?.resource?.areaId });
    expect(Number(some["total"])).toBeLessThan(Number(data["total"]));
  });

  it("adds up overlapping outages once", () => {
    const outages = new Outages();
    outages.now = () => 100;
    const [a, b] = [{}, {}];
    outages.remember(a, 10, 20);
    outages.remember(b, 15, 30);
    outages.remember(a, 90, null);
    expect(outages.within([a, b], 0, 1000)).toEqual({ count: 2, ms: 30 });
    expect(outages.within([a], 12, 14)).toEqual({ count: 1, ms: 2 });
    expect(outages.within([b], 30, 100)).toEqual({ count: 0, ms: 0 });
    expect([outages.since(a), outages.since(b)]).toEqual([90, null]);
  });

  it("tells how recorders fare, in areas that are named", async () => {
    const details = async (more: object = {}) =>
      (await box.post("/maintenance/v1/list/device/detail", { page: 1, deviceCategory: 2001, ...more })).data;
    expect(await details()).toMatchObject({ totalNum: 0, devices: [], hasNext: false });
    const whole = { areaId: "-1", includeSubArea: "1" };
    const all = await details(whole);
    expect(all).toMatchObject({ pageSize: 10, totalNum: 11, totalPage: 2, hasNext: true });
    expect(rows(all, "devices")[0]).toMatchObject({
      baseStatus: { deviceName: "NVR Administration", status: 1, offlineTime: 0 },
      area: { name: "Ground Floor Lobby" },
    });
    const lost = await details({ ...whole, exceptions: [1], filterName: "dome" });
    expect(rows(lost, "devices")).toMatchObject([{ baseStatus: { deviceName: "Car park dome", status: 0 } }]);
    const [camera] = recorder()?.channels ?? [];
    await box.control("POST", `/cameras/${camera?.resource?.id}/offline`);
    expect(rows(await details({ ...whole, exceptions: [3] }), "devices")).toMatchObject([
      { deviceRecordStatus: { overallRecordStatus: 1, channelName: [camera?.resource?.name] } },
    ]);
    expect((await box.post("/maintenance/v1/list/device/detail", { page: 1, deviceCategory: 2021 })).errorCode).toBe(
      "OPEN000010",
    );
  });
});
