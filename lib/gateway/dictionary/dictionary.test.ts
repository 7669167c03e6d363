import { describe, expect, test } from "vitest";
import { alarmCategories, describeAlarmCategory } from "./alarm-categories";
import { alarmTypes, describeAlarmType, eventTypes } from "./alarm-types";
import { capabilities, describeCapability } from "./capabilities";
import type { Meaning } from "./meaning";
import { describeMessageType, messageTypes } from "./message-types";
import {
  alarmSources,
  describeAlarmSource,
  describeDeviceCategory,
  describeResourceType,
  deviceCategories,
  resourceTypes,
} from "./sources";

/** A.1.4, typed off the guide family by family. */
const A14 = {
  video: [
    10001, 10002, 10016, 10019, 10032, 10033, 10034, 10035, 10036, 10100, 10101, 10102, 10103, 10106, 10500, 10501,
    10610, 10611, 10621, 10630, 10635, 10636, 50000, 100105, 100657, 100375, 100376, 50101, 50120, 50102, 50110, 50103,
  ],
  alarmDetection: [20008, 70001, 70002, 70003, 70004, 70006, 100302, 100303],
  maintenance: [
    10000, 10056, 10057, 11016, 11017, 20002, 20003, 20005, 20006, 50002, 70007, 70113, 70118, 70119, 70200, 70203,
    70204, 70205, 70213, 70221, 70223, 70224, 70250, 70253, 70255, 70302, 70307, 70308, 70309, 70310, 70311, 70402,
    70451, 70452, 70453, 70454, 70502,
  ],
  onBoardMaintenance: [50101, 50109, 50112, 50104, 50111, 50120, 300001, 300002, 300003],
  onBoard: [
    11009, 11010, 11011, 11012, 11013, 11014, 100351, 100352, 100359, 100360, 100361, 100362, 100363, 100364, 100365,
    100366, 100367, 100368, 100369, 100370, 100371, 100372, 100373, 100374, 100376, 100377, 100396, 100398, 330407,
    330408, 330510,
  ],
  access: [
    80025, 80021, 80001, 80002, 80032, 80034, 80036, 80072, 80075, 80078, 80081, 80084, 80093, 80147, 100344, 100620,
    100571, 80273, 80008, 80009, 80016, 80017, 80018, 80020, 80022, 80023, 80024, 80026, 80027, 80028, 80029, 80030,
    80031, 80033, 80035, 80073, 80074, 80076, 80077, 80079, 80080, 80082, 80083, 80085, 80086, 80094, 80099, 80148,
    80152, 80153, 80154, 80155, 80156, 80157, 80173, 80263, 80264, 100345, 100346, 100348, 100621, 100572, 100574,
    80274,
  ],
};

/** A.1.7; the codes 330101 to 330505 are lost in the scan, their 21 names are there. */
const A17 = [
  140001, 330001, 330101, 330102, 330201, 330202, 330203, 330204, 330205, 330301, 330401, 330402, 330403, 330404,
  330405, 330406, 330407, 330408, 330501, 330502, 330503, 330504, 330505, 330506, 330507, 330508, 330509, 330510,
  335000, 335001, 110001, 110002, 110003, 110004, 110005, 110006, 110007, 110008, 110009, 110010, 110011, 110012,
  110013, 110018, 110019, 110020, 110022, 110023, 110024, 110501, 110502, 110505, 110506, 110507, 110509, 110510,
  110511, 110512, 110513, 110514, 110515, 110516, 110517, 110518, 110519, 110520, 110521, 110522, 110523, 110524,
  110525, 110526, 110527, 110528, 110529, 110530, 110531, 110533, 110545, 110546, 110547, 110548, 110549, 110550,
  110551, 110552, 110554, 110555, 110556, 110557, 110559, 110560, 110561, 110564, 110565, 110566, 110567,
];

const A18 = [2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2015, 2016, 2021, 2022, 2023, 2024, 2027, 2029, 2030];

const codes = (numbers: readonly number[]) => [...new Set(numbers.map(String))].sort();

describe("every code of A.1 is there and no other", () => {
  test("alarm types", () => {
    const all = codes(Object.values(A14).flat());
    expect([...alarmTypes.keys()].sort()).toEqual(all);
    expect([...eventTypes.keys()].sort()).toEqual([...all, "140001", "330001"].sort());
  });

  test.each(["alarmDetection", "maintenance"] as const)("%s is the family of its own codes", (family) => {
    const own = [...alarmTypes].filter(([, { category }]) => category === family).map(([code]) => code);
    expect(own.sort()).toEqual(codes(A14[family]));
  });

  test("door events are granted, denied or neither", () => {
    const granted = A14.access.slice(0, 18).filter((code) => code !== 80036);
    for (const code of granted) expect(describeAlarmType(String(code)).category).toBe("accessGranted");
    for (const code of A14.access.slice(18)) expect(describeAlarmType(String(code)).category).toBe("accessDenied");
    expect(describeAlarmType("80036")).toMatchObject({ key: "duress", category: "access" });
  });

  test("message types", () => {
    expect([...messageTypes.keys()].sort()).toEqual(codes(A17));
  });

  test("capabilities", () => {
    expect([...capabilities.keys()].sort()).toEqual(codes(A18));
  });

  test("categories, resources, devices and sources", () => {
    expect([...alarmCategories.keys()].sort()).toEqual(
      [
        "alarmCategoryAlarmDetection",
        "alarmCategoryMaintenance",
        "alarmCategoryVideo",
        "alarmCategoryDriving",
        "alarmSubCategoryAlarmDevice",
        "alarmSubCategoryVehicle",
        "alarmSubCategoryAlarmInput",
        "alarmSubCategoryBoxChannel",
        "alarmSubCategoryBoxDevice",
        "alarmSubCategoryCamera",
        "alarmSubCategoryEncodingDevice",
        "alarmSubCategoryMobileDevice",
      ].sort(),
    );
    expect([...resourceTypes.keys()]).toEqual(["alarmInput", "alarmOutput", "camera", "vehicle", "door"]);
    const devices = [
      ...["alarmDevice", "encodingDevice", "mobileDevice", "accessControllerDevice", "videoIntercomDevice"],
      ...["2001", "2002", "2005", "2008", "2010", "2020", "2021", "2031"],
    ];
    expect([...deviceCategories.keys()].sort()).toEqual(devices.sort());
    expect([...alarmSources.keys()]).toEqual(
      expect.arrayContaining([
        ...["alarmInput", "camera", "encodingDevice", "alarmDevice", "user", "subSystem", "vehicle", "mobileDevice"],
        ...["door", "1001", "1002", "1003", "2002", "2008"],
      ]),
    );
  });
});

describe("words", () => {
  const dictionaries: readonly (readonly [string, ReadonlyMap<string, Meaning>])[] = [
    ["alarm types", eventTypes],
    ["message types", messageTypes],
    ["alarm categories", alarmCategories],
    ["sources", alarmSources],
    ["device categories", deviceCategories],
    ["capabilities", capabilities],
  ];

  test.each(dictionaries)("%s: sentence case, no full stop, one wording a key", (_, dictionary) => {
    const wordings = new Map<string, string>();
    for (const [code, { key, label }] of dictionary) {
      expect(key, code).toMatch(/^[a-z][A-Za-z0-9]+$/);
      expect(label, code).toMatch(/^[A-Z][^.]*[^.\s]$/);
      expect(label.split(" ").slice(1).join(" "), code).not.toMatch(/\b[A-Z][a-z]+\b(?<!Bluetooth|Fi|ProConnect|Hik)/);
      expect(wordings.get(key) ?? label, code).toBe(label);
      wordings.set(key, label);
    }
    // Two pairs of capabilities read the same on purpose; nothing else may.
    expect(new Set(wordings.values()).size).toBeGreaterThanOrEqual(wordings.size - 2);
  });

  test("an event has the same words as alarm and as message", () => {
    expect(describeAlarmType("80001").label).toBe("Access granted: card");
    expect(describeMessageType("110003").label).toBe("Access granted: card");
    const byKey = new Map([...eventTypes.values()].map(({ key, label }) => [key, label]));
    for (const { key, label } of messageTypes.values()) expect(byKey.get(key) ?? label).toBe(label);
  });

  test("known codes", () => {
    expect(describeAlarmType("10002")).toEqual({
      code: "10002",
      key: "motionDetection",
      label: "Motion",
      category: "video",
    });
    expect(describeAlarmType("140001").category).toBe("intercom");
    expect(describeMessageType("Msg110003")).toEqual(describeMessageType("110003"));
    expect(describeMessageType("Msg 110001").key).toBe("grantedCardFingerprint");
    expect(describeAlarmCategory("alarmCategoryVideo")).toMatchObject({ key: "video", category: "main" });
    expect(describeAlarmSource("1002").key).toBe("door");
    expect(describeDeviceCategory("2008").label).toBe("Intercom");
    expect(describeResourceType("camera").label).toBe("Camera");
    expect(describeCapability("2029").label).toBe("Baggage left");
  });

  test("unknown codes keep their number", () => {
    const unknown = { key: null, category: "unknown" };
    expect(describeAlarmType("99999")).toEqual({ ...unknown, code: "99999", label: "Alarm type 99999" });
    expect(describeMessageType("Msg119999")).toEqual({ ...unknown, code: "119999", label: "Message type 119999" });
    expect(describeAlarmCategory("alarmCategoryNew").label).toBe("Alarm category alarmCategoryNew");
    expect(describeAlarmSource("robot").label).toBe("Source type robot");
    expect(describeDeviceCategory("2099").label).toBe("Device category 2099");
    expect(describeResourceType("lamp").label).toBe("Resource type lamp");
    expect(describeCapability("1").label).toBe("Capability 1");
    expect(describeAlarmType("constructor").key).toBeNull();
  });
});
