import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAnswer, toRequest, type InputOf } from "../endpoint";
import { GatewayError } from "../errors";
import { read, refused } from "../fixtures/reading";
import fixtures from "../fixtures/video.json";
import { Secret } from "../secret";
import * as gateway from ".";

test("recording schedules", () => {
  const ids = ["2aeec98c14a4427f9ace6c48e91ab4cc"] as [string];
  expect(toRequest(gateway.getRecordSettings, { cameraIds: ids }).body).toEqual({ cameraId: ids });
  expect(refused(gateway.getRecordSettings, { cameraIds: [] })).toMatch(/^cameraIds/);
  expect(read(gateway.getRecordSettings, fixtures.settings)).toEqual([
    {
      cameraId: "cam1",
      local: {
        enabled: true,
        streamType: "0",
        scheduleId: "t1",
        preRecord: true,
        postRecordSeconds: 5,
        replenishes: false,
        retentionDays: "unlimited",
      },
      cloud: { enabled: true, over: "box", channelNo: 3, deviceSerial: "J00000001" },
    },
    {
      cameraId: "cam2",
      local: {
        enabled: false,
        streamType: null,
        scheduleId: null,
        preRecord: null,
        postRecordSeconds: null,
        replenishes: null,
        retentionDays: 30,
      },
      cloud: { enabled: false, over: "unknown", channelNo: null, deviceSerial: null },
    },
  ]);
});

describe("stream addresses", () => {
  const camera = { cameraId: "5ce3cebed0e549938c59034edb5fe290", deviceSerial: "L45203285" };
  const live = { ...camera, stream: { kind: "live" } } as const;
  const morning = {
    from: new Date("2019-12-01T00:00:00+08:00"),
    to: new Date("2019-12-02T00:00:00+08:00"),
    utcOffsetMinutes: 480,
  };

  test("live, as in the example", () => {
    const input = { ...live, protocol: "rtmp", quality: "sub", expiresInSeconds: 600 } as const;
    expect(toRequest(gateway.getStreamAddress, input).body).toEqual({
      deviceSerial: "L45203285",
      resourceId: "5ce3cebed0e549938c59034edb5fe290",
      type: "1",
      protocol: 3,
      quality: 2,
      expireTime: 600,
    });
    const code = new Secret("ABCDEF");
    const { body } = toRequest(gateway.getStreamAddress, { ...live, verificationCode: code });
    expect(body).toMatchObject({ code, protocol: 1, quality: 1 });
    expect(JSON.stringify(body)).not.toContain("ABCDEF");
    expect(toRequest(gateway.getStreamAddress, { ...live, protocol: "hls" }).body).toMatchObject({ protocol: 2 });
    expect(toRequest(gateway.getStreamAddress, { ...live, protocol: "flv" }).body).toMatchObject({ protocol: 4 });
  });

  test("recordings of one day by the site's clocks, numbered either way", () => {
    const typeOf = (kind: "local" | "cloud", numbering: "guide" | "swapped") =>
      toRequest(gateway.getStreamAddress, { ...camera, stream: { kind, ...morning, numbering } }).body?.["type"];
    expect([typeOf("local", "guide"), typeOf("cloud", "guide")]).toEqual(["2", "3"]);
    expect([typeOf("local", "swapped"), typeOf("cloud", "swapped")]).toEqual(["3", "2"]);
    expect(
      toRequest(gateway.getStreamAddress, { ...camera, stream: { kind: "local", ...morning } }).body,
    ).toMatchObject({ type: "2", startTime: "2019-12-01 00:00:00", stopTime: "2019-12-01 23:59:59" });
  });

  test("what a protocol cannot carry is refused before it is sent", () => {
    const playback = { kind: "local", ...morning };
    const over = { kind: "local", ...morning, to: new Date("2019-12-02T00:00:01+08:00") };
    const ask = (more: object) => refused(gateway.getStreamAddress, { ...live, ...more });
    expect(ask({ stream: playback, protocol: "hls" })).toBe("protocol");
    expect(ask({ stream: playback, protocol: "rtmp" })).toBe("protocol");
    expect(ask({ stream: over })).toBe("stream.to");
    expect(ask({ stream: { ...playback, to: morning.from } })).toBe("stream.to");
    expect(ask({ verificationCode: new Secret("ABCDEF"), protocol: "rtmp" })).toBe("verificationCode");
    expect(ask({ verificationCode: "ABCDEF" })).toBe("verificationCode");
    expect(ask({ expiresInSeconds: 600 })).toBe("expiresInSeconds");
    expect(ask({ expiresInSeconds: 29, protocol: "rtmp" })).toBe("expiresInSeconds");
  });

  test("addresses are secrets", () => {
    const answers = [
      [fixtures.liveAddressEzopen, "ezopen://open.ezviz.com/FX1234567/1.live", null],
      [fixtures.liveAddressEzopenCode, "ezopen://ABCDEF@open.ezviz.com/FX1234567/1.hd.live", null],
      [fixtures.liveAddressHls, fixtures.liveAddressHls.data.url, new Date(1733720797000)],
      [fixtures.liveAddressHlsNoExpire, fixtures.liveAddressHlsNoExpire.data.url, null],
    ] as const;
    for (const [body, address, expiresAt] of answers) {
      const answer = read(gateway.getStreamAddress, body);
      expect(answer.address?.reveal()).toBe(address);
      expect(answer.expiresAt).toEqual(expiresAt);
      expect(JSON.stringify(answer)).not.toContain("://");
    }
    expect(read(gateway.getStreamAddress, fixtures.liveAddressHls).id).toBe("786192075142131712");
    expect(read(gateway.getStreamAddress, fixtures.liveAddressEmpty)).toEqual({
      id: "1",
      address: null,
      expiresAt: null,
    });
    for (const [body, code] of [
      [fixtures.errorEncrypted, "EVZ60019"],
      [fixtures.errorIllegalCode, "EVZ10001"],
      [fixtures.errorOffline, "EVZ20007"],
    ] as const) {
      expect(() => read(gateway.getStreamAddress, body)).toThrow(expect.objectContaining({ kind: "refused", code }));
    }
  });
});

describe("recordings", () => {
  const input = {
    cameraId: "35cbe44b091044a0924dcc2036848973",
    from: new Date("2024-11-28T00:00:00+08:00"),
    to: new Date("2024-11-28T23:00:00+08:00"),
    utcOffsetMinutes: 480,
    storage: "local",
  } as const;

  test("are searched as in the example", () => {
    expect(toRequest(gateway.searchRecordings, { ...input, pageSize: 10 }).body).toEqual({
      pageSize: 10,
      pageIndex: 1,
      cameraId: "35cbe44b091044a0924dcc2036848973",
      filter: {
        timeType: 1,
        beginTime: "2024-11-28T00:00:00+08:00",
        endTime: "2024-11-28T23:00:00+08:00",
        targetType: 0,
      },
    });
    const west = toRequest(gateway.searchRecordings, { ...input, utcOffsetMinutes: -210, storage: "cloud" });
    expect(west.body?.["filter"]).toMatchObject({ beginTime: "2024-11-27T12:30:00-03:30", targetType: 1 });
    expect(refused(gateway.searchRecordings, { ...input, to: input.from })).toBe("to");
    expect(refused(gateway.searchRecordings, { ...input, storage: "tape" })).toBe("storage");
  });

  test("come as stretches of time", () => {
    expect(read(gateway.searchRecordings, fixtures.segments)).toEqual({
      items: [
        { from: new Date("2024-11-28T03:39:14Z"), to: new Date("2024-11-28T15:00:00Z"), storage: "local" },
        { from: new Date("2024-11-28T06:17:43Z"), to: new Date("2024-11-28T06:17:53Z"), storage: "local" },
      ],
      total: null,
      skipped: 0,
    });
    expect(read(gateway.searchRecordings, fixtures.recordElementSearch).items).toEqual([
      { from: new Date("2026-06-05T06:00:00Z"), to: new Date("2026-06-05T07:00:00Z"), storage: "local" },
    ]);
    const answer = { status: 200, contentType: null, text: JSON.stringify(fixtures.segmentsOdd) };
    expect(readAnswer(gateway.searchRecordings, answer, input)).toEqual({
      items: [{ from: new Date("2024-11-28T03:39:14Z"), to: new Date("2024-11-28T04:00:00Z"), storage: "cloud" }],
      total: null,
      skipped: 1,
    });
  });
});

describe("clips", () => {
  const input = {
    cameraId: "35cbe44b091044a0924dcc2036848973",
    from: new Date("2024-11-28T14:15:41+08:00"),
    to: new Date("2024-11-28T14:17:43+08:00"),
    utcOffsetMinutes: 480,
  };

  test("are saved as in the example", () => {
    expect(toRequest(gateway.saveClip, input).body).toEqual({
      cameraId: "35cbe44b091044a0924dcc2036848973",
      beginTime: "2024-11-28T14:15:41+08:00",
      endTime: "2024-11-28T14:17:43+08:00",
      voiceSwitch: 2,
    });
    const data = read(gateway.saveClip, fixtures.saved);
    expect(data.taskId).toBe("550596eee62c42c6a0377fcd65912dc5#780eaa6ce4d64eccbe6c334308c10a36");
    expect(gateway.saveClip.outcome?.(data, input).result).toBe("done");
    expect(read(gateway.saveClip, fixtures.videoSave).taskId).toBe("task-123");
    const nameless = read(gateway.saveClip, fixtures.nothing);
    expect(gateway.saveClip.outcome?.(nameless, input).result).toBe("unknown");
    expect(refused(gateway.saveClip, { ...input, to: input.from })).toBe("to");
    expect(() => read(gateway.saveClip, fixtures.errorSave)).toThrow(
      expect.objectContaining({ code: "OPEN000009", maybeDone: true, retryable: false }),
    );
  });

  test("say how far they are, and give signed addresses as secrets", () => {
    const taskId = "550596eee62c42c6a0377fcd65912dc5#780eaa6ce4d64eccbe6c334308c10a36";
    expect(toRequest(gateway.getClip, { taskId }).body).toEqual({ taskId });
    const done = read(gateway.getClip, fixtures.clip);
    expect(done).toMatchObject({ state: "done", expiresAt: new Date(1732792813206) });
    expect(done.addresses.map((each) => each.reveal())).toEqual(fixtures.clip.data.urls);
    expect(JSON.stringify(done)).not.toContain("X-Amz");
    expect(read(gateway.getClip, fixtures.downloadUrlDone).addresses).toHaveLength(1);
    for (const [body, state] of [
      [fixtures.downloadUrlUploading, "uploading"],
      [fixtures.clipFailed, "failed"],
      [fixtures.clipExpired, "expired"],
      [fixtures.clipDeleted, "deleted"],
      [fixtures.clipOdd, "unknown"],
      [fixtures.nothing, "unknown"],
    ] as const) {
      expect(read(gateway.getClip, body)).toEqual({ state, expiresAt: null, addresses: [] });
    }
  });
});

test("waking a camera", () => {
  const input = { deviceSerial: "L30221228" };
  expect(toRequest(gateway.wakeDevice, input).body).toEqual(input);
  for (const [body, result] of [
    [fixtures.awake, "done"],
    [fixtures.awakeNested, "done"],
    [fixtures.asleep, "refused"],
    [fixtures.nothing, "unknown"],
  ] as const) {
    expect(gateway.wakeDevice.outcome?.(read(gateway.wakeDevice, body), input).result).toBe(result);
  }
});

describe("passing through", () => {
  const place = { deviceId: "85cff214670c4bc69a8d7436fb93576c", url: "/ISAPI/PTZCtrl/channels/2/presets/1" };

  test("writes as in the examples", () => {
    const asked = { method: "GET", url: place.url, id: place.deviceId, contentType: "application/xml", body: "" };
    expect(toRequest(gateway.readIsapi, place).body).toEqual(asked);
    expect(toRequest(gateway.readIsapiByProxy, place).body).toEqual(asked);
    const wiper = {
      deviceId: place.deviceId,
      method: "PUT",
      url: "/ISAPI/PTZCtrl/channels/1/auxcontrols/1",
      body: "<PTZAux><type>WIPER</type><status>on</status></PTZAux>",
    } as const;
    const sent = {
      method: "PUT",
      url: wiper.url,
      id: place.deviceId,
      contentType: "application/xml",
      body: wiper.body,
    };
    for (const each of [gateway.sendIsapi, gateway.repeatIsapi, gateway.sendIsapiByProxy]) {
      expect(toRequest(each, wiper).body).toEqual(sent);
    }
  });

  test("reaches nothing but the device's own interface", () => {
    const nowhere = [
      "/etc/passwd",
      "ISAPI/x",
      "/ISAPI/../x",
      "/ISAPI/a/..",
      "/ISAPI/%2e%2e/x",
      "/ISAPI/a b",
      "/ISAPI/\n",
    ];
    for (const url of nowhere) expect(refused(gateway.readIsapi, { ...place, url })).toBe("url");
    expect(refused(gateway.readIsapi, { ...place, method: "PUT" })).toBe("method");
    expect(refused(gateway.sendIsapi, { ...place, method: "GET" })).toBe("method");
    fc.assert(
      fc.property(fc.string(), (url) => {
        try {
          const body = toRequest(gateway.readIsapi, { ...place, url: `/ISAPI/${url}` }).body;
          expect(new URL(String(body?.["url"]), "http://device").pathname).toMatch(/^\/ISAPI\//);
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          expect(error.field).toBe("url");
        }
      }),
    );
  });

  test("a refusal hides in the device's text", () => {
    const input: InputOf<typeof gateway.sendIsapi> = { ...place, method: "DELETE" };
    const answer = read(gateway.sendIsapi, fixtures.isapiRefused);
    expect(answer).toEqual({ contentType: "application/xml", text: fixtures.isapiRefused.data });
    expect(gateway.sendIsapi.outcome?.(answer, input)).toEqual({
      result: "refused",
      items: [
        {
          id: place.deviceId,
          name: null,
          result: "refused",
          code: "notSupport",
          meaning: "The device does not support this.",
          advice: "Use another device, or update this one's firmware.",
        },
      ],
    });
    const result = (body: unknown) => gateway.sendIsapi.outcome?.(read(gateway.sendIsapi, body), input).result;
    expect(result(fixtures.proxypassXml)).toBe("done");
    expect(result(fixtures.isapiObject)).toBe("done");
    expect(result(fixtures.isapiBroken)).toBe("unknown");
    expect(result(fixtures.nothing)).toBe("unknown");
    expect(read(gateway.readIsapi, fixtures.proxypassAcsevent)).toEqual({
      contentType: "application/json",
      text: fixtures.proxypassAcsevent.data,
    });
    expect(read(gateway.readIsapi, fixtures.nothing)).toEqual({ contentType: "none", text: "" });
  });

  test("alarm inputs by way of the proxy", () => {
    const ids = ["2c0a4ab9a2504de4842d95435f3a8620", "b35b8e9a9326418ca2198ed45709b5bd"] as [string, string];
    expect(toRequest(gateway.getAlarmInputStatusByProxy, { alarmInputIds: ids }).body).toEqual({ alarmInputId: ids });
    expect(read(gateway.getAlarmInputStatusByProxy, fixtures.inputStates)).toEqual([
      { id: ids[0], state: "active", code: null },
    ]);
    expect(refused(gateway.getAlarmInputStatusByProxy, { alarmInputIds: [..."123456789"] })).toBe("alarmInputIds");
  });
});

test("these chapters are complete", () => {
  const chapters = gateway.endpoints.filter(({ section }) => /^5\.(3\.[345]|5\.1|6\.2)$/.test(section));
  const paths = new Set(chapters.map(({ method, path }) => `${method} ${path}`));
  expect([...paths].sort()).toEqual([
    "POST /alarm/v1/alarmlinkage/add",
    "POST /alarm/v1/alarmlog",
    "POST /alarm/v1/alarmpriorities/get",
    "POST /alarm/v1/alarmrules/add",
    "POST /alarm/v1/alarmrules/get",
    "POST /alarm/v1/alarmrules/update",
    "POST /alarm/v1/receivingschedules/get",
    "POST /alarm/v1/voltagesetting/set",
    "POST /proxy/v1/areas/alarminputs/status/get",
    "POST /proxy/v1/isapi/proxypass",
    "POST /video/v1/isapi/proxypass",
    "POST /video/v1/live/address/get",
    "POST /video/v1/record/element/search",
    "POST /video/v1/recordsettings/get",
    "POST /video/v1/video/device/wakeup",
    "POST /video/v1/video/download/url",
    "POST /video/v1/video/save",
  ]);
});
