import { describe, expect, it } from "vitest";
import { rows, useSandbox } from "./testclient";
import { hasCloudStorage, segmentsOf } from "./world/recordings";
import { canMove } from "./world/ptz";
import { offsetTime } from "./world/local-time";
import type { Imported } from "./world/world";

const box = useSandbox();
const LIVE = "/video/v1/live/address/get";
const SEARCH = "/video/v1/record/element/search";
const SAVE = "/video/v1/video/save";
const CLIP = "/video/v1/video/download/url";
const ISAPI = "/video/v1/isapi/proxypass";
const HOUR_MS = 3_600_000;
const first = (test: (camera: Imported) => boolean) => {
  const found = box.sandbox.world.lists.camera.find((each) => each.device.online && test(each));
  if (!found) throw new Error("no such camera");
  return found;
};
const plain = (camera: Imported) => !camera.device.encrypted;
const ids = ({ resource, device }: Imported) => ({ resourceId: resource.id, deviceSerial: device.serialNo });

describe("addresses", () => {
  const address = async (camera: Imported, more: object = {}) => box.post(LIVE, { ...ids(camera), type: "1", ...more });

  it("lead to a camera by each protocol", async () => {
    const camera = first(plain);
    const { serialNo } = camera.device;
    expect((await address(camera)).data["url"]).toBe(`ezopen://open.ezviz.com/${serialNo}/${camera.no}.hd.live`);
    expect((await address(camera, { quality: 2 })).data["url"]).toBe(
      `ezopen://open.ezviz.com/${serialNo}/${camera.no}.live`,
    );
    const hls = (await address(camera, { protocol: 2, expireTime: 600 })).data;
    expect(
      String(hls["url"]).startsWith(`${box.sandbox.url}/v3/openlive/${serialNo}_${camera.no}_1.m3u8?expire=`),
    ).toBe(true);
    expect(Number(hls["expireTime"])).toBeGreaterThan(1e12);
    expect((await address(camera, { protocol: 3 })).data["url"]).toMatch(/^rtmp:\/\//);
    expect((await address(camera, { protocol: 4 })).data["url"]).toMatch(/\.flv\?/);
    expect((await address(camera, { protocol: 3, expireTime: 29 })).errorCode).toBe("OPEN000010");
  });

  it("need the code of an encrypted device, in its form only, and never show it in the journal", async () => {
    const camera = first(({ device }) => device.encrypted);
    expect((await address(camera)).errorCode).toBe("EVZ60019");
    expect((await address(camera, { code: "1" })).errorCode).toBe("EVZ10001");
    expect((await address(camera, { code: "WRONGX" })).data["url"]).toContain("WRONGX@open.ezviz.com");
    expect((await address(camera, { code: "WRONGX", protocol: 3 })).errorCode).toBe("EVZ60019");
    expect(JSON.stringify((await box.control("GET", "/journal")).body)).not.toContain("WRONGX");
  });

  it("play what was recorded, by either numbering", async () => {
    const camera = first((each) => plain(each) && hasCloudStorage(each.id));
    const times = { startTime: "2026-01-02 03:04:05", stopTime: "2026-01-02 04:00:00" };
    const url = async (type: string) => String((await address(camera, { type, ...times })).data["url"]);
    expect(await url("2")).toMatch(/\/\d+\.rec\?begin=20260102030405&end=20260102040000$/);
    expect(await url("3")).toMatch(/\.cloud\.rec\?/);
    await box.control("POST", "/settings", { playbackTypes: "swapped" });
    expect(await url("2")).toMatch(/\.cloud\.rec\?/);
    const code = async (more: object) => (await address(camera, { type: "2", ...times, ...more })).errorCode;
    expect(await code({ protocol: 2 })).toBe("OPEN000010");
    expect(await code({ startTime: "" })).toBe("OPEN000010");
    expect(await code({ startTime: "2026-01-02T03:04:05Z" })).toBe("OPEN000026");
    expect(await code({ startTime: times.stopTime })).toBe("OPEN000030");
    const without = first((each) => plain(each) && !hasCloudStorage(each.id));
    expect((await address(without, { type: "2", ...times })).errorCode).toBe("OPEN000502");
  });

  it("are refused for what is offline, unknown or somebody else's", async () => {
    const camera = first(plain);
    expect((await box.post(LIVE, { ...ids(camera), type: "1", deviceSerial: "Z00000000" })).errorCode).toBe("EVZ20002");
    expect((await box.post(LIVE, { ...ids(camera), type: "1", resourceId: "nope" })).errorCode).toBe("OPEN000503");
    await box.control("POST", `/devices/${camera.device.serialNo}/offline`);
    expect((await address(camera)).errorCode).toBe("EVZ20007");
    const wake = (deviceSerial: string) => box.post("/video/v1/video/device/wakeup", { deviceSerial });
    expect((await wake(camera.device.serialNo)).errorCode).toBe("EVZ20007");
    await box.control("POST", `/devices/${camera.device.serialNo}/online`);
    expect((await wake(camera.device.serialNo)).body["data"]).toBe(true);
  });
});

describe("recordings", () => {
  const search = (camera: Imported, from: number, to: number, targetType = 0, more: object = {}) =>
    box.post(SEARCH, {
      pageIndex: 1,
      pageSize: 500,
      cameraId: camera.resource.id,
      filter: {
        timeType: 1,
        beginTime: offsetTime(camera.device.timeZoneId, from),
        endTime: offsetTime(camera.device.timeZoneId, to),
        targetType,
      },
      ...more,
    });

  it("are the same stretches each time, cut at the window, with gaps, page by page", async () => {
    const camera = first(plain);
    const to = Math.floor(Date.now() / 1_000) * 1_000 - 24 * HOUR_MS;
    const from = to - 24 * HOUR_MS;
    const list = rows((await search(camera, from, to)).data, "recordList");
    expect(list.length).toBeGreaterThan(1);
    expect(rows((await search(camera, from, to)).data, "recordList")).toEqual(list);
    const [second] = rows((await search(camera, from, to, 0, { pageIndex: 2, pageSize: 1 })).data, "recordList");
    expect(second).toEqual(list[1]);
    const total = list.reduce(
      (sum, { beginTime, endTime }) => sum + Date.parse(String(endTime)) - Date.parse(String(beginTime)),
      0,
    );
    expect(total).toBeLessThanOrEqual(24 * HOUR_MS);
    expect(Date.parse(String(list[0]?.["beginTime"]))).toBeGreaterThanOrEqual(from);
    expect(rows((await search(camera, from - 60 * 24 * HOUR_MS, from - 59 * 24 * HOUR_MS)).data, "recordList")).toEqual(
      [],
    );
  });

  it("lie in the cloud for some, and are out of reach on a device that is away", async () => {
    const camera = first((each) => plain(each) && hasCloudStorage(each.id));
    const now = Date.now();
    await box.control("POST", `/devices/${camera.device.serialNo}/offline`);
    expect((await search(camera, now - HOUR_MS, now)).errorCode).toBe("OPEN000554");
    const cloud = await search(camera, now - 48 * HOUR_MS, now, 1);
    expect(rows(cloud.data, "recordList")[0]).toMatchObject({ targetType: 1 });
    const without = first((each) => !hasCloudStorage(each.id));
    expect((await search(without, now - HOUR_MS, now, 1)).errorCode).toBe("OPEN000502");
    expect((await search(without, now, now - HOUR_MS)).errorCode).toBe("OPEN000030");
    const bad = { filter: { timeType: 1, beginTime: "2026-01-01 00:00:00", endTime: "x", targetType: 0 } };
    expect((await search(without, 0, 1, 0, bad)).errorCode).toBe("OPEN000026");
  });

  it("have schedules", async () => {
    const camera = first(({ id }) => hasCloudStorage(id));
    const { data } = await box.post("/video/v1/recordsettings/get", { cameraId: [camera.resource.id, "nope"] });
    expect(rows(data, "recordSetting")).toMatchObject([
      {
        cameraID: camera.resource.id,
        enableLocalStorage: 1,
        enableCloudStorage: 1,
        cloudStorage: { sn: camera.device.serialNo },
      },
    ]);
  });
});

describe("clips", () => {
  /** A minute that was recorded. */
  const minuteOf = (camera: Imported) => {
    const to = Date.now() - HOUR_MS;
    const recorded = segmentsOf(camera.id, "local", { from: to - 48 * HOUR_MS, to }, Date.now());
    const from = Math.ceil((recorded[0]?.from ?? 0) / 1_000) * 1_000;
    return { from, to: from + 60_000 };
  };
  const save = async (camera: Imported, { from, to }: { from: number; to: number }) =>
    box.post(SAVE, {
      cameraId: camera.resource.id,
      beginTime: offsetTime(camera.device.timeZoneId, from),
      endTime: offsetTime(camera.device.timeZoneId, to),
      voiceSwitch: 2,
    });
  const clip = async (taskId: unknown) => (await box.post(CLIP, { taskId })).data;

  it("upload for a while, are real films until they expire, and die", async () => {
    const camera = first(plain);
    const { taskId } = (await save(camera, minuteOf(camera))).data;
    expect(String(taskId)).toMatch(/^[0-9a-f]{32}#[0-9a-f]{32}$/);
    expect(await clip(taskId)).toEqual({ status: 1, urls: [] });
    await box.control("POST", "/clock", { advanceMs: 8_000 });
    const done = await clip(taskId);
    expect(done).toMatchObject({ status: 0, expireTime: expect.any(Number) });
    const url = String((done["urls"] as string[])[0]);
    const film = await fetch(url);
    expect([film.status, film.headers.get("content-type")]).toEqual([200, "video/mp4"]);
    const bytes = Buffer.from(await film.arrayBuffer());
    expect(bytes.toString("latin1", 4, 12)).toBe("ftypisom");
    expect(bytes.includes("avcC")).toBe(true);
    expect((await fetch(url.replace("Expires=", "Expires=9"))).status).toBe(403);
    await box.control("POST", "/clock", { advanceMs: HOUR_MS });
    expect((await clip(taskId))["status"]).toBe(3);
    expect((await fetch(url)).status).toBe(403);
  });

  it("fail where nothing was recorded, and where the device is away", async () => {
    const camera = first(plain);
    await box.control("POST", "/settings", { clipDelayMs: 0 });
    const { taskId } = (await save(camera, { from: Date.now() + HOUR_MS, to: Date.now() + 2 * HOUR_MS })).data;
    expect((await clip(taskId))["status"]).toBe(2);
    await box.control("POST", `/devices/${camera.device.serialNo}/offline`);
    expect((await save(camera, minuteOf(camera))).errorCode).toBe("OPEN000009");
    expect((await box.post(CLIP, { taskId: "nobody#knows" })).errorCode).toBe("OPEN000011");
  });

  it("take the fate they are given", async () => {
    const camera = first(plain);
    const { taskId } = (await save(camera, minuteOf(camera))).data;
    const path = `/world/clips/${encodeURIComponent(String(taskId))}`;
    const statuses: unknown[] = [];
    for (const state of ["ready", "failed", "expired", "deleted"]) {
      expect((await box.control("PATCH", path, { state })).status).toBe(200);
      statuses.push((await clip(taskId))["status"]);
    }
    expect(statuses).toEqual([0, 2, 3, 4]);
    expect(rows((await box.control("GET", "/world/clips")).body, "clips")).toMatchObject([
      { taskId, state: "deleted" },
    ]);
  });
});

describe("what is passed through", () => {
  const pass = async (camera: Imported, method: string, path: string, body = "", base = ISAPI) => {
    const url = `/ISAPI/PTZCtrl/channels/${camera.no}${path}`;
    const answer = await box.post(base, { method, url, id: camera.device.id, contentType: "application/xml", body });
    return String(answer.body["data"] ?? answer.errorCode);
  };
  const speeds = (pan: number) => `<PTZData><pan>${pan}</pan><tilt>0</tilt><zoom>0</zoom></PTZData>`;
  const head = async (camera: Imported) => (await box.control("GET", `/world/heads/${camera.resource.id}`)).body;

  it("moves a camera until it is told to stand still", async () => {
    const camera = first(canMove);
    expect(await pass(camera, "PUT", "/continuous", speeds(50))).toContain("<statusCode>1</statusCode>");
    expect(await head(camera)).toMatchObject({ canMove: true, moving: true });
    const before = await pass(camera, "GET", "/status");
    await box.control("POST", "/clock", { advanceMs: 2_000 });
    expect(await pass(camera, "GET", "/status")).not.toBe(before);
    await pass(camera, "PUT", "/continuous", speeds(0));
    const still = await pass(camera, "GET", "/status");
    await box.control("POST", "/clock", { advanceMs: 2_000 });
    expect(await pass(camera, "GET", "/status")).toBe(still);
    expect(await pass(camera, "PUT", "/continuous", speeds(101))).toContain("badXmlContent");
    expect(await pass(camera, "PUT", "/continuous", "<PTZData><pan>")).toContain("badXmlFormat");
  });

  it("remembers places and goes back to them", async () => {
    const camera = first(canMove);
    const name = "Tor &lt;3&gt; &amp; Rampe";
    const body = `<?xml version="1.0"?><PTZPreset><enabled>true</enabled><id>7</id><presetName>${name}</presetName></PTZPreset>`;
    const there = await pass(camera, "GET", "/status");
    expect(await pass(camera, "PUT", "/presets/7", body)).toContain("<subStatusCode>ok<");
    expect(await pass(camera, "GET", "/presets/7")).toContain(`<presetName>${name}</presetName>`);
    expect(await head(camera)).toMatchObject({ presets: [{ number: 1 }, { number: 2 }, { name: "Tor <3> & Rampe" }] });
    await pass(camera, "PUT", "/presets/2/goto");
    expect(await pass(camera, "GET", "/status")).not.toBe(there);
    await pass(camera, "PUT", "/presets/7/goto");
    expect(await pass(camera, "GET", "/status")).toBe(there);
    const list = await pass(camera, "GET", "/presets");
    expect(list.match(/<PTZPreset>/g)).toHaveLength(8);
    expect(list).toContain("<enabled>false</enabled><id>3</id>");
    await pass(camera, "DELETE", "/presets/7");
    expect(await pass(camera, "PUT", "/presets/7/goto")).toContain("invalidOperation");
  });

  it("switches lights and wipers", async () => {
    const camera = first(canMove);
    const aux = (type: string, status: string) =>
      pass(camera, "PUT", "/auxcontrols/1", `<PTZAux><type>${type}</type><status>${status}</status></PTZAux>`);
    expect(await aux("WIPER", "on")).toContain("<statusString>OK</statusString>");
    expect(await head(camera)).toMatchObject({ auxiliaries: ["WIPER/1"] });
    await aux("WIPER", "off");
    expect(await head(camera)).toMatchObject({ auxiliaries: [] });
    expect(await aux("HEATER", "on")).toContain("notSupport");
    expect(await aux("LIGHT", "maybe")).toContain("badXmlContent");
  });

  it("is refused in the device's own words, or by the gateway", async () => {
    const camera = first(canMove);
    const fixed = first((each) => !canMove(each));
    expect(await pass(fixed, "GET", "/presets")).toContain("<subStatusCode>notSupport</subStatusCode>");
    expect(await pass(camera, "GET", "/nothing")).toContain("notSupport");
    expect(await pass(camera, "DELETE", "/presets")).toContain("methodNotAllowed");
    expect(await pass(camera, "GET", "/status", "", "/proxy/v1/isapi/proxypass")).toContain("<PTZStatus");
    const ask = (more: object) => ({
      method: "GET",
      url: "/ISAPI/System/deviceInfo",
      contentType: "application/xml",
      ...more,
    });
    const info = await box.post(ISAPI, ask({ deviceSerial: camera.device.id }));
    expect(info.body["data"]).toContain(`<serialNumber>${camera.device.serialNo}</serialNumber>`);
    expect((await box.post(ISAPI, ask({ id: "nope" }))).errorCode).toBe("OPEN000501");
    expect((await box.post(ISAPI, ask({}))).errorCode).toBe("OPEN000010");
    await box.control("POST", `/devices/${camera.device.serialNo}/offline`);
    expect(await pass(camera, "GET", "/status")).toBe("OPEN000554");
  });

  it("tells states of alarm inputs under another name", async () => {
    const input = box.sandbox.world.lists.alarmInput[0];
    const { data } = await box.post("/proxy/v1/areas/alarminputs/status/get", {
      alarmInputId: [input?.resource.id, "nope"],
    });
    expect(rows(data, "alarmInput")).toEqual([{ id: input?.resource.id, status: 2, errorCode: "0" }]);
  });
});
