import { describe, expect, it } from "vitest";
import { rows, useSandbox } from "./testclient";
import type { JsonObject } from "./validate";

const box = useSandbox();
const RULES = "/alarm/v1/alarmrules";
const LOG = "/alarm/v1/alarmlog";
const PAGE = { pageIndex: 1, pageSize: 500 };
const DAY_MS = 86_400_000;
const camera = (name: string) => {
  const found = box.sandbox.world.lists.camera.find(({ resource }) => resource.name === name);
  if (!found) throw new Error(`no camera ${name}`);
  return found;
};
const order = (name: string, sourceID: string, extra: object = {}) => ({
  name,
  eventSource: { sourceType: "camera", eventType: 10106, sourceID },
  ...extra,
});
const listed = async (filter: object = {}) => (await box.post(`${RULES}/get`, { ...PAGE, filter })).data;

describe("rules", () => {
  it("are added one by one, found by any criterion, and refused as twins", async () => {
    const { id } = camera("Main Entrance").resource;
    const { data } = await box.post(`${RULES}/add`, {
      alarmrule: [order("Entrance runs", id), order("Nowhere", "nope"), order("Entrance twice", id)],
    });
    const added = rows(data, "alarmRule");
    expect(added.map(({ errorCode }) => errorCode)).toEqual(["", "VMS000003", "VMS023008"]);
    const [rule] = rows(await listed({ alarmRuleName: "entrance RUNS" }), "alarmRule");
    expect(rule).toMatchObject({
      id: added[0]?.["id"],
      enable: 1,
      state: "0",
      eventSource: { eventType: 10106, sourceID: id, sourceName: "Main Entrance" },
      priority: { levelName: "Medium" },
    });
    expect((await listed({ alarmRuleID: added[0]?.["id"], alarmRuleEnable: 0 }))["totalCount"]).toBe(0);
    const bySource = await listed({ eventSource: [{ sourceID: id, sourceType: "camera" }], alarmRuleState: -1 });
    expect(rows(bySource, "alarmRule")).toContainEqual(rule);
    expect((await box.post(`${RULES}/add`, { alarmrule: [] })).errorCode).toBe("OPEN000010");
  });

  it("are written anew under their id, all or none", async () => {
    const [rule] = rows(await listed(), "alarmRule");
    const source = (rule?.["eventSource"] ?? {}) as JsonObject;
    const change = { id: rule?.["id"], ...order("Renamed", String(source["sourceID"])), description: "told" };
    expect((await box.post(`${RULES}/update`, { alarmRule: [change, { ...change, id: "1" }] })).errorCode).toBe(
      "VMS000003",
    );
    expect(rows(await listed({ alarmRuleID: change.id }), "alarmRule")).toEqual([rule]);
    expect((await box.post(`${RULES}/update`, { alarmRule: [change] })).data).toEqual({
      alarmRule: [{ id: change.id, name: "Renamed" }],
    });
    const [changed] = rows(await listed({ alarmRuleID: change.id }), "alarmRule");
    expect(changed).toMatchObject({
      name: "Renamed",
      description: "told",
      enable: rule?.["enable"],
      alarmMainCategory: rule?.["alarmMainCategory"],
    });
  });

  it("turn abnormal when their source goes", async () => {
    const { id } = camera("Lift Lobby").resource;
    const before = Number((await listed({ alarmRuleState: 1 }))["totalCount"]);
    await box.control("DELETE", `/world/cameras/${id}`);
    expect((await listed({ alarmRuleState: 1 }))["totalCount"]).toBeGreaterThan(before);
  });

  it("have priorities whose sounds can be heard for a day, and schedules", async () => {
    const { data } = await box.post("/alarm/v1/alarmpriorities/get", PAGE);
    const priorities = rows(data, "alarmpriorities");
    expect(priorities.map(({ level, audioName }) => [level, audioName])).toEqual([
      [1, "Siren"],
      [2, "Chime"],
      [3, ""],
    ]);
    const sound = await fetch(String(priorities[0]?.["audioURL"]));
    expect(sound.headers.get("content-type")).toBe("audio/wav");
    expect(Buffer.from(await sound.arrayBuffer()).toString("latin1", 0, 12)).toMatch(/^RIFF....WAVE$/s);
    await box.control("POST", "/clock", { advanceMs: DAY_MS + 1_000 });
    expect((await fetch(String(priorities[0]?.["audioURL"]))).status).toBe(403);
    const schedules = (await box.post("/alarm/v1/receivingschedules/get", PAGE)).data;
    expect(rows(schedules, "receivingSchedule")[0]).toMatchObject({ name: "All-Day Template", systemTemplate: 1 });
  });

  it("are linked, each with its own result, and remember it", async () => {
    const [rule] = rows(await listed(), "alarmRule");
    const linkCamera = { preRecordTime: 3, postRecordTime: 15, camera: [{ id: camera("Reception Desk").resource.id }] };
    const linkage = (alarmRuleID: unknown, linkageType: string, linkageConfig: object) => ({
      alarmRuleID,
      linkageItem: [{ linkageType, linkageConfig }],
    });
    const before = box.sandbox.world.alarmRules.linkages.length;
    const { data } = await box.post("/alarm/v1/alarmlinkage/add", {
      alarmLinkage: [
        linkage(rule?.["id"], "LinkCamera", { linkCamera }),
        linkage("1", "LinkCamera", { linkCamera }),
        linkage(rule?.["id"], "LinkFireworks", {}),
        linkage(rule?.["id"], "LinkCamera", { linkCamera: { ...linkCamera, camera: [{ id: "nope" }] } }),
      ],
    });
    const results = rows(data, "alarmLinkage");
    expect(results.map(({ errorCode }) => errorCode)).toEqual(["0", "VMS000003", "VMS000001", "VMS000003"]);
    const { body } = await box.control("GET", "/world/linkages");
    const linkages = rows(body, "linkages");
    expect(linkages).toHaveLength(before + 1);
    expect(linkages.at(-1)).toMatchObject({ itemId: results[0]?.["itemID"], config: [linkCamera.camera[0]?.id] });
  });

  it("and the battery threshold is a bare true", async () => {
    expect((await box.post("/alarm/v1/voltagesetting/set", { voltageThreshold: 35 })).body["data"]).toBe(true);
    expect((await box.control("GET", "/world/linkages")).body["lowBattery"]).toBe(35);
    expect((await box.post("/alarm/v1/voltagesetting/set", { voltageThreshold: 101 })).errorCode).toBe("OPEN000010");
  });
});

describe("the log", () => {
  const text = (at: number) => new Date(at).toISOString().slice(0, 19).replace("T", " ");
  const window = (daysAgo: number) => {
    const end = Date.now() - daysAgo * DAY_MS;
    return { beginTime: text(end - DAY_MS), endTime: text(end) };
  };
  const search = async (more: object = {}) => box.post(LOG, { ...PAGE, timeRange: window(2), ...more });
  /** Rows without their pictures, whose addresses are signed anew each time. */
  const bare = (data: JsonObject) => rows(data, "alarmLogList").map((row): JsonObject => ({ ...row, fileInfo: null }));

  it("holds the same alarms whenever it is asked, latest first, page by page", async () => {
    const once = bare((await search()).data);
    expect(once.length).toBeGreaterThan(5);
    const timeRange = window(2);
    const all = bare((await search({ timeRange })).data);
    const paged: JsonObject[] = [];
    for (let pageIndex = 1, more = true; more; pageIndex++) {
      const { data } = await search({ timeRange, pageIndex, pageSize: 3 });
      paged.push(...bare(data));
      more = data["moreData"] === 1;
    }
    expect(paged).toEqual(all);
    const starts = all.map((row) => Date.parse(String((row["timeInfo"] as JsonObject)["startTime"])));
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
  });

  it("is searched by area and by type", async () => {
    const timeRange = window(2);
    const all = bare((await search({ timeRange })).data);
    const source = (row: JsonObject | undefined) => (row?.["eventSource"] ?? {}) as JsonObject;
    const some = all.find((row) => source(row)["areaID"] !== "");
    const areaID = String(source(some)["areaID"]);
    const type = String(source(some)["eventType"]);
    for (const area of [areaID, [areaID]]) {
      const found = bare((await search({ timeRange, areaID: area })).data);
      expect(found).toEqual(all.filter((row) => source(row)["areaID"] === areaID));
    }
    const typed = bare((await search({ timeRange, eventTypeList: [type] })).data);
    expect(typed).toEqual(all.filter((row) => source(row)["eventType"] === type));
  });

  it("knows nothing of the future, of last month, and refuses what is no day", async () => {
    expect(rows((await search({ timeRange: window(-2) })).data, "alarmLogList")).toEqual([]);
    expect(rows((await search({ timeRange: window(40) })).data, "alarmLogList")).toEqual([]);
    const code = async (beginTime: string, endTime: string) =>
      (await search({ timeRange: { beginTime, endTime } })).errorCode;
    expect(await code("2026-01-01 00:00:00", "2026-01-02 00:00:00")).toBe("0");
    expect(await code("2026-01-01 00:00:00", "2026-01-02 00:00:01")).toBe("OPEN000027");
    expect(await code("2026-01-02 00:00:00", "2026-01-01 00:00:00")).toBe("OPEN000030");
    expect(await code("2026-01-01T00:00:00Z", "2026-01-02 00:00:00")).toBe("OPEN000026");
    expect(await code("2026-02-30 00:00:00", "2026-02-30 01:00:00")).toBe("OPEN000026");
    expect((await search({ areaID: "nope" })).errorCode).toBe("OPEN000031");
    await box.control("POST", "/settings", { alarmLogArea: "required" });
    expect((await search()).errorCode).toBe("OPEN000028");
  });

  it("takes what happens, and shows it in its place", async () => {
    const { world, clock } = box.sandbox;
    const timeRange = window(2);
    const [known] = world.alarmHistory.search(
      { from: timeRange.beginTime, to: timeRange.endTime, areaIds: [], eventTypes: [] },
      clock.now(),
    );
    if (!known) throw new Error("the log is empty");
    const guid = "f".repeat(32);
    world.alarmHistory.record({ ...known, guid, endedAt: null });
    world.alarmHistory.record({ ...known, guid, endedAt: null, pulse: true });
    const found = rows((await search({ timeRange })).data, "alarmLogList").filter((row) => row["guid"] === guid);
    expect(found).toMatchObject([{ alarmState: "1", pulseAlarm: "1", timeInfo: { endTime: "" } }]);
  });

  it("is written in many ways in awkward mode", async () => {
    await box.control("POST", "/spelling", { mode: "awkward" });
    const answers = await Promise.all(Array.from({ length: 24 }, () => search()));
    const names = new Set(answers.map(({ data }) => ("alarmLogList" in data ? "guide" : "other")));
    expect(names).toEqual(new Set(["guide", "other"]));
    expect(new Set(answers.map(({ data }) => typeof data["moreData"]))).toEqual(
      new Set(["boolean", "number", "string"]),
    );
    const times = answers
      .flatMap(({ data }) => rows(data, "alarmLogList" in data ? "alarmLogList" : "alarmlogList"))
      .map(({ timeInfo }) => String((timeInfo as JsonObject)["startTime"]).replace(/\d/g, "0"));
    expect(times).toEqual(expect.arrayContaining(["0000-00-00T00:00:00Z", "0000-00-00 00:00:00"]));
    const threshold = await Promise.all(
      Array.from({ length: 16 }, () => box.post("/alarm/v1/voltagesetting/set", { voltageThreshold: 20 })),
    );
    const bare = threshold.map(({ body }) => typeof (body["data"] ?? body["Data"]));
    expect(new Set(bare)).toEqual(new Set(["boolean", "object"]));
  });
});
