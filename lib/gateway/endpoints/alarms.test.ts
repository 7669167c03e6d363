import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAnswer, toRequest, type InputOf } from "../endpoint";
import fixtures from "../fixtures/alarms.json";
import { read, refused } from "../fixtures/reading";
import { GatewayError } from "../errors";
import * as gateway from ".";

const source = { type: "camera", id: "cam1", name: "Gate", eventType: "10102" } as const;

describe("rules", () => {
  test("adding writes what the example writes", () => {
    const input: InputOf<typeof gateway.addAlarmRules> = {
      rules: [
        {
          name: " fjx-test ",
          category: "video",
          subCategory: "camera",
          color: "#ff0000",
          notify: { enabled: true, recipients: [{ id: "u1", name: "abc abc" }] },
          schedule: { id: "161a03299fd94914b89accdf0844b0e6" },
          priority: { id: "p1", level: 1 },
          ignoreRecurring: { enabled: true, time: 15 },
          source,
        },
      ],
    };
    expect(toRequest(gateway.addAlarmRules, input).body).toEqual({
      alarmrule: [
        {
          name: "fjx-test",
          alarmMainCategory: "alarmCategoryVideo",
          alarmSubCategory: "alarmSubCategoryCamera",
          color: "#ff0000",
          notification: { enable: 1, recipients: [{ userID: "u1", userName: "abc abc" }] },
          schedule: { type: "1", timeSchedule: { id: "161a03299fd94914b89accdf0844b0e6" } },
          priority: { id: "p1", level: "1" },
          ignoreRecurring: { enable: "1", timeValue: "15" },
          eventSource: { sourceType: "camera", eventType: 10102, sourceID: "cam1", sourceName: "Gate" },
        },
      ],
    });
    const data = read(gateway.addAlarmRules, fixtures.ruleAdded);
    expect(data).toEqual({ rules: [{ id: "1658413372250656768", name: "fjx-test", code: null }] });
    expect(gateway.addAlarmRules.outcome?.(data, input)).toMatchObject({
      result: "done",
      items: [{ id: "1658413372250656768", name: "fjx-test" }],
    });
  });

  test("each added rule has its own result, found by name", () => {
    const input: InputOf<typeof gateway.addAlarmRules> = {
      rules: [
        { name: "Gate", source },
        { name: "Loading bay", source },
        { name: "Silent", source },
      ],
    };
    const data = read(gateway.addAlarmRules, fixtures.ruleAddedInPart);
    const outcome = gateway.addAlarmRules.outcome?.(data, input);
    expect(outcome?.result).toBe("partly done");
    expect(outcome?.items.map(({ name, result, code }) => [name, result, code])).toEqual([
      ["Gate", "refused", "VMS023008"],
      ["Loading bay", "done", null],
      ["Silent", "unknown", null],
    ]);
    const silent = read(gateway.addAlarmRules, fixtures.done);
    expect(gateway.addAlarmRules.outcome?.(silent, input).result).toBe("unknown");
  });

  test("adding refuses what cannot be told apart or sent", () => {
    const one = { name: "A", source };
    expect(refused(gateway.addAlarmRules, { rules: [] })).toMatch(/^rules/);
    expect(refused(gateway.addAlarmRules, { rules: [one, { ...one, name: "A " }] })).toBe("rules");
    expect(refused(gateway.addAlarmRules, { rules: [{ ...one, color: "red" }] })).toBe("rules.0.color");
    expect(refused(gateway.addAlarmRules, { rules: [{ ...one, source: { ...source, eventType: "x" } }] })).toBe(
      "rules.0.source.eventType",
    );
    expect(refused(gateway.updateAlarmRules, { rules: [{ id: "r1", enable: 1, ...one }] })).toBe("rules.0.enable");
  });

  test("listing", () => {
    expect(toRequest(gateway.listAlarmRules, { pageSize: 10 }).body).toEqual({
      pageIndex: "1",
      pageSize: "10",
      filter: {},
    });
    const filter = {
      ruleId: "r1",
      name: "Gate",
      sourceName: "Camera",
      state: "normal",
      enabled: false,
      sources: [{ type: "camera", id: "cam1" }],
      category: "driving",
    } satisfies InputOf<typeof gateway.listAlarmRules>;
    expect(toRequest(gateway.listAlarmRules, filter).body).toMatchObject({
      filter: {
        alarmRuleID: "r1",
        alarmRuleName: "Gate",
        eventSourceName: "Camera",
        alarmRuleState: 0,
        alarmRuleEnable: 0,
        eventSource: [{ sourceType: "camera", sourceID: "cam1" }],
        alarmCategory: { mainCategory: "alarmCategoryDriving" },
      },
    });
    expect(read(gateway.listAlarmRules, fixtures.rules)).toEqual({
      items: [
        {
          id: "1542072136028524544",
          name: "Camera 01-Motion Detection",
          description: "",
          color: "#ff0000",
          enabled: true,
          state: "normal",
          category: "video",
          subCategory: "camera",
          notify: {
            enabled: true,
            recipients: [
              { id: "8a7489d68161eaf9018161f84bb70004", name: "abc abc" },
              { id: "8a748b3181a510aa0181a53fef2e1210", name: "lmk lmk" },
            ],
          },
          schedule: { id: "8a748e7681618fea018161f847d70000", name: null, type: "1" },
          priority: { id: "0db8cd1c85324e27a1f36c4f5a66e18", level: 1, name: null, color: "#F40B0B" },
          ignoreRecurring: { enabled: false, time: 15 },
          source: {
            type: "camera",
            id: "a1afc31e55af4960900fa6498d67399d",
            name: "Camera 01",
            eventType: "10002",
          },
        },
      ],
      total: 1,
      skipped: 0,
    });
    const sparse = read(gateway.listAlarmRules, fixtures.rulesSparse);
    expect(sparse).toMatchObject({ total: 3, skipped: 1 });
    expect(sparse.items).toMatchObject([
      {
        id: "1542072136028524",
        enabled: false,
        state: "abnormal",
        category: "unknown",
        subCategory: "unknown",
        notify: null,
        priority: null,
        source: { eventType: "50101", id: null },
      },
    ]);
  });

  test("updating names rules by id, and its answer tells failures at most", () => {
    const input: InputOf<typeof gateway.updateAlarmRules> = {
      rules: [
        { id: "r1", name: "A", source, notify: { enabled: false, recipients: [] } },
        { id: "r2", name: "B", source },
      ],
    };
    const { body } = toRequest(gateway.updateAlarmRules, input);
    expect(body).toMatchObject({ alarmRule: [{ id: "r1", name: "A", notification: { enable: 0 } }, { id: "r2" }] });
    expect(JSON.stringify(body)).not.toContain("recipients");
    const silent = read(gateway.updateAlarmRules, fixtures.done);
    expect(gateway.updateAlarmRules.outcome?.(silent, input).result).toBe("done");
    const failed = { rules: [{ id: "r2", name: null, code: "VMS000003" }] };
    expect(gateway.updateAlarmRules.outcome?.(failed, input)).toMatchObject({
      result: "partly done",
      items: [
        { id: "r1", result: "done" },
        { id: "r2", result: "refused", code: "VMS000003" },
      ],
    });
    expect(refused(gateway.updateAlarmRules, { rules: [input.rules[0], input.rules[0]] })).toBe("rules");
  });
});

describe("priorities and schedules", () => {
  test("priorities", () => {
    expect(toRequest(gateway.listAlarmPriorities, { pageSize: 10 }).body).toEqual({ pageIndex: "1", pageSize: "10" });
    const { items, total } = read(gateway.listAlarmPriorities, fixtures.priorities);
    expect(total).toBe(3);
    expect(items.map(({ level, color }) => [level, color])).toEqual([
      [1, "#F40B0B"],
      [3, "#2D8B3D"],
      [2, "#D79931"],
    ]);
    expect(items[0]).toMatchObject({ name: null, soundName: null, soundUrl: null });
    expect(read(gateway.listAlarmPriorities, fixtures.prioritySounding).items).toEqual([
      {
        id: "p9",
        level: 2,
        name: "Medium",
        color: "#D79931",
        soundName: "Chime",
        soundUrl: "https://example.invalid/chime.wav",
      },
      { id: "p4", level: null, name: null, color: null, soundName: null, soundUrl: null },
    ]);
  });

  test("schedules stand under either name", () => {
    const misnamed = read(gateway.listReceivingSchedules, fixtures.schedules);
    expect(misnamed.items.map(({ id }) => id)).toHaveLength(3);
    expect(read(gateway.listReceivingSchedules, fixtures.schedulesOfTheTable).items).toEqual([
      {
        id: "161a03299fd94914b89accdf0844b0e6",
        name: "Nights",
        builtIn: false,
        days: [
          {
            day: "1",
            spans: [
              { from: "00:00", to: "06:00" },
              { from: "20:00", to: "24:00" },
            ],
          },
        ],
      },
    ]);
  });
});

describe("linkages", () => {
  const input: InputOf<typeof gateway.addAlarmLinkages> = {
    rules: [
      {
        ruleId: "1651173299037802496",
        linkages: [
          {
            type: "record",
            beforeSeconds: 3,
            afterSeconds: 15,
            cameras: [{ id: "c1", name: "Camera 01", areaId: "a1", areaName: "Yard" }],
          },
          { type: "capture", intervalSeconds: 3, when: "aroundEvent", cameras: [{ id: "c1" }] },
          { type: "alarmOutput", outputs: [{ id: "o1" }] },
          { type: "email", templateId: "t1", templateName: "test22" },
        ],
      },
    ],
  };

  test("are written as in the example", () => {
    expect(toRequest(gateway.addAlarmLinkages, input).body).toEqual({
      alarmLinkage: [
        {
          alarmRuleID: "1651173299037802496",
          linkageItem: [
            {
              linkageType: "LinkCamera",
              linkageConfig: {
                linkCamera: {
                  preRecordTime: 3,
                  postRecordTime: 15,
                  camera: [{ id: "c1", name: "Camera 01", areaID: "a1", areaName: "Yard" }],
                },
              },
            },
            {
              linkageType: "LinkCapturePicture",
              linkageConfig: {
                linkCapturePicture: {
                  captureInterval: 3,
                  captureMode: 2,
                  camera: [{ resourceType: "1001", id: "c1" }],
                },
              },
            },
            {
              linkageType: "LinkAlarmOutput",
              linkageConfig: { linkAlarmOutput: { autoClose: 0, alarmOutput: [{ id: "o1" }] } },
            },
            {
              linkageType: "LinkEMail",
              linkageConfig: { linkEmail: { emailTemplateId: "t1", emailTemplateName: "test22" } },
            },
          ],
        },
      ],
    });
  });

  test("tell for each what became of it", () => {
    const data = read(gateway.addAlarmLinkages, fixtures.linkageAdded);
    expect(data.linkages).toEqual([
      {
        ruleId: "1651173299037802496",
        id: "5BE20D67677647EF8D448E67E4AFB411",
        type: "LinkCamera",
        code: null,
      },
    ]);
    const outcome = gateway.addAlarmLinkages.outcome?.(data, input);
    expect(outcome?.result).toBe("partly done");
    expect(outcome?.items.map(({ id, result }) => [id, result])).toEqual([
      ["1651173299037802496/linkcamera", "done"],
      ["1651173299037802496/linkcapturepicture", "unknown"],
      ["1651173299037802496/linkalarmoutput", "unknown"],
      ["1651173299037802496/linkemail", "unknown"],
    ]);
  });

  test("must link something", () => {
    const linked = (linkages: unknown) => ({ rules: [{ ruleId: "r1", linkages }] });
    expect(refused(gateway.addAlarmLinkages, { rules: [] })).toMatch(/^rules/);
    expect(refused(gateway.addAlarmLinkages, linked([]))).toMatch(/^rules\.0\.linkages/);
    expect(refused(gateway.addAlarmLinkages, linked([{ type: "alarmOutput", outputs: [] }]))).toMatch(
      /^rules\.0\.linkages\.0\.outputs/,
    );
    const mail = { type: "email", templateId: "t1" };
    expect(refused(gateway.addAlarmLinkages, linked([mail, mail]))).toBe("rules.0.linkages");
  });
});

describe("the log", () => {
  const day = { from: new Date("2023-04-22T16:00:00Z"), to: new Date("2023-04-23T16:00:00Z"), utcOffsetMinutes: 480 };

  test("is asked as in the example, by the site's clocks", () => {
    const input = { ...day, pageSize: 5, areaId: "565623256767", eventTypes: ["10061", "10657"] as [string, string] };
    expect(toRequest(gateway.searchAlarmLog, input).body).toEqual({
      pageIndex: 1,
      pageSize: 5,
      timeRange: { beginTime: "2023-04-23 00:00:00", endTime: "2023-04-24 00:00:00" },
      areaID: "565623256767",
      eventTypeList: ["10061", "10657"],
    });
    expect(toRequest(gateway.searchAlarmLog, day).body).not.toHaveProperty("areaID");
  });

  test("refuses more than a day, naming the field", () => {
    const longer = { ...day, to: new Date(day.to.getTime() + 1_000) };
    expect(refused(gateway.searchAlarmLog, longer)).toBe("to");
    expect(refused(gateway.searchAlarmLog, { ...day, to: day.from })).toBe("to");
    expect(refused(gateway.searchAlarmLog, { from: day.from, to: day.to })).toBe("utcOffsetMinutes");
    expect(refused(gateway.searchAlarmLog, { ...day, from: "2023-04-23 00:00:00" })).toBe("from");
    expect(refused(gateway.searchAlarmLog, { ...day, eventTypes: [] })).toMatch(/^eventTypes/);
  });

  test("whatever the offset, no window beyond a day reaches the wire", () => {
    const instants = fc.integer({ min: 946_700_000_000, max: 4.09e12 }).map((at) => new Date(at));
    const inputs = fc.record({
      from: instants,
      to: fc.oneof(instants, instants),
      utcOffsetMinutes: fc.integer({ min: -720, max: 840 }),
    });
    const near = inputs.chain((input) =>
      fc.integer({ min: -1e8, max: 2e8 }).map((ms) => ({ ...input, to: new Date(input.from.getTime() + ms) })),
    );
    fc.assert(
      fc.property(fc.oneof(inputs, near), (input) => {
        try {
          const { timeRange } = toRequest(gateway.searchAlarmLog, input).body as {
            timeRange: { beginTime: string; endTime: string };
          };
          const [begin, end] = [timeRange.beginTime, timeRange.endTime].map((text) => Date.parse(`${text}Z`));
          expect((end ?? 0) - (begin ?? 0)).toBeLessThanOrEqual(86_400_000);
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          expect(error.field).toBe("to");
        }
      }),
    );
  });

  test("the example's alarm, as the queue would show it", () => {
    expect(read(gateway.searchAlarmLog, fixtures.log)).toEqual({
      items: [
        {
          kind: "end",
          guid: "9af74b16484d43eaaa64c833c05bcb3a",
          systemId: null,
          type: "100657",
          mainCategory: "alarmCategoryVideo",
          subCategory: "alarmCategoryVideo",
          delivery: "realTime",
          active: false,
          pulse: false,
          startedAt: new Date("2023-04-26T04:00:00Z"),
          endedAt: new Date("2023-04-26T04:00:15Z"),
          utcOffsetMinutes: 0,
          sourceType: "camera",
          sourceId: "a333cd708cd542be975e8f1298cc8aa1",
          sourceName: "201",
          areaId: "96c4b7293d4a4a30818c988d1a79b438",
          areaName: "11",
          deviceId: "8838bae9a94b4d0591a13bd16bcebe43",
          deviceName: "K44201853",
          deviceCategory: "encodingDevice",
          deviceSerial: null,
          rule: { id: "1650433180307689472", name: "201-Leaving Queue Detection", description: null },
          priority: { id: "1", level: 1, name: "1", color: "#ff1122" },
          marked: false,
          acknowledged: false,
          files: [],
          linkages: [],
          linkedCameras: [],
          linkedAlarmOutputs: [],
          vehicle: null,
          queue: {
            regionId: "1",
            regionName: null,
            threshold: 15,
            targetId: "3438",
            waitedSeconds: 310,
            startedAt: new Date("2023-04-21T02:50:25Z"),
            endedAt: new Date("2023-04-21T02:55:35Z"),
          },
          plate: null,
        },
      ],
      more: false,
      skipped: 0,
    });
  });

  test("times without a zone are the site's", () => {
    const answer = { status: 200, contentType: null, text: JSON.stringify(fixtures.logSample) };
    const { items, more } = readAnswer(gateway.searchAlarmLog, answer, { ...day, utcOffsetMinutes: 180 });
    expect(items).toMatchObject([
      { guid: "al-1", startedAt: new Date("2026-06-05T06:11:44Z"), sourceId: "cam-1", sourceName: "Kamera 1" },
    ]);
    expect(more).toBe(true);
  });

  test("attachments, plates and later uploads", () => {
    const page = read(gateway.searchAlarmLog, fixtures.logWithFiles);
    expect(page).toMatchObject({ more: true, skipped: 1 });
    expect(page.items).toMatchObject([
      {
        delivery: "delayed",
        kind: "pulse",
        active: true,
        pulse: true,
        linkages: ["recording", "alarmOutput", "9"],
        files: [
          { kind: "picture", url: "https://example.invalid/a.jpg", state: "saved", origin: "linkage", encrypted: true },
          { kind: "video", url: null, state: "waiting", origin: "unknown", encrypted: false },
        ],
        plate: { number: "AB 123", direction: "forward", list: "block" },
      },
    ]);
  });

  test("a pulse that is over is still known for one", () => {
    const row = { guid: "g", alarmState: "0", pulseAlarm: "1" };
    const answer = { errorCode: "0", data: { alarmLogList: [row], moreData: 0 } };
    expect(read(gateway.searchAlarmLog, answer).items).toMatchObject([{ kind: "end", pulse: true, active: false }]);
  });

  test("who does not say whether there is more is asked on while pages are full", () => {
    expect(read(gateway.searchAlarmLog, fixtures.logEmpty)).toEqual({ items: [], more: false, skipped: 0 });
    const text = JSON.stringify({ errorCode: "0", data: { alarmLogList: [{ guid: "a" }, { guid: "b" }] } });
    const answer = { status: 200, contentType: null, text };
    expect(readAnswer(gateway.searchAlarmLog, answer, { ...day, pageSize: 2 }).more).toBe(true);
    expect(readAnswer(gateway.searchAlarmLog, answer, { ...day, pageSize: 3 }).more).toBe(false);
    const missing = { errorCode: "0", data: { moreData: 1 } };
    expect(() => read(gateway.searchAlarmLog, missing)).toThrow(GatewayError);
  });
});

test("the threshold for a low battery", () => {
  const input = { percent: 20 };
  expect(toRequest(gateway.setLowBatteryThreshold, input).body).toEqual({ voltageThreshold: 20 });
  for (const [answer, result] of [
    [fixtures.voltageSet, "done"],
    [fixtures.voltageSetNested, "done"],
    [fixtures.done, "done"],
    [fixtures.voltageRefused, "refused"],
  ] as const) {
    const data = read(gateway.setLowBatteryThreshold, answer);
    expect(gateway.setLowBatteryThreshold.outcome?.(data, input).result).toBe(result);
  }
  expect(refused(gateway.setLowBatteryThreshold, { percent: 101 })).toBe("percent");
});
