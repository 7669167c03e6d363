import { integer, object, objects, paging, post, required, text, texts } from "./fields";
import type { Endpoint } from "./fields";

const DEVICE_CATEGORIES = [
  "alarmDevice",
  "encodingDevice",
  "mobileDevice",
  "accessControllerDevice",
  "videoIntercomDevice",
] as const;

const timeZone = [text("id", { required, max: 8 }), text("applyToDevice", { required, oneOf: ["0", "1"] })];

const byArea = [text("areaID", { max: 32 }), text("deviceID", { max: 32 }), text("deviceSerialNo", { max: 32 })];

const SUB_AREAS = ["0", "1", "-1"];

const resourceSearch = (section: string, path: string): Endpoint => ({
  method: "POST",
  path,
  section,
  token: true,
  fields: [
    ...paging,
    object("filter", [...byArea, text("includeSubArea", { required, oneOf: SUB_AREAS })], { required }),
  ],
});

/** Chapter 5.2 as this gateway enforces it. */
export const resourcesContract: readonly Endpoint[] = [
  post("5.2.1", "/resource/v1/devices/add", [
    text("deviceCategory", { required, max: 32, oneOf: DEVICE_CATEGORIES }),
    object(
      "deviceInfo",
      [
        text("name", { required, max: 64 }),
        text("ezvizSerialNo", { required, max: 30 }),
        text("ezvizVerifyCode", { required, max: 30 }),
        text("userName", { max: 32 }),
        text("password", { max: 16 }),
        text("streamSecretKey", { max: 64 }),
      ],
      { required },
    ),
    object("importToArea", [text("areaID", { max: 32 }), text("enable", { oneOf: ["0", "1"] })]),
    object("timeZone", timeZone, { required }),
    object("vehicleInfo", [
      text("vehicleID", { max: 64 }),
      // A.3.168 names no lengths: those of 5.9.1.
      text("licensePlateNo", { max: 64 }),
      integer("vehicleType", { range: [0, 3] }),
      text("driverFirstName", { max: 64 }),
      text("driverLastName", { max: 64 }),
      text("driverPhoneNo", { max: 64 }),
      text("pictureKey", { max: 512 }),
      text("extend", { max: 512 }),
    ]),
  ]),
  post("5.2.1", "/resource/v1/devices/update", [
    object(
      "deviceInfo",
      [
        text("id", { required, max: 32 }),
        text("name", { required, max: 32 }),
        text("userName", { max: 32 }),
        text("password", { max: 16 }),
      ],
      { required },
    ),
    object("timeZone", timeZone),
  ]),
  post("5.2.1", "/resource/v1/devices/get", [
    ...paging,
    text("areaID", { max: 32 }),
    text("deviceCategory", { max: 32, oneOf: DEVICE_CATEGORIES, commas: true }),
    object("filter", [text("matchKey"), text("jobNumber", { max: 128 })]),
  ]),
  post("5.2.1", "/resource/v1/devicedetail/get", [
    // The table says 16, but a device is added with up to 30 and must be found again.
    text("deviceSerialNo", { required, max: 30 }),
  ]),
  post("5.2.1", "/resource/v1/devices/delete", [
    texts("deviceID", { required, max: 32 }),
    text("deviceCategory", { required, max: 32, oneOf: DEVICE_CATEGORIES }),
    integer("deleteVehicle", { range: [0, 1] }),
  ]),
  post("5.2.1", "/resource/v1/device/capturePic", [
    text("deviceSerial", { required, max: 32 }),
    integer("channelNo", { required }),
  ]),
  post("5.2.1", "/resource/v1/device/{deviceId}/refresh", []),

  post("5.2.2", "/resource/v1/areas/add", [
    text("parentAreaID", { required, max: 32 }),
    text("areaName", { required, max: 64 }),
  ]),
  post("5.2.2", "/resource/v1/areas/get", [
    ...paging,
    object("filter", [text("parentAreaID", { max: 32 }), text("includeSubArea", { oneOf: SUB_AREAS })]),
  ]),
  post("5.2.2", "/resource/v1/areadetail/get", [texts("areaID")]),
  post("5.2.2", "/resource/v1/areas/resources/add", [
    text("areaID", { required, max: 32 }),
    objects(
      "devChannel",
      [
        text("resourceName", { required, max: 64 }),
        text("resourceType", { required, max: 64, oneOf: ["camera", "door", "alarmInput", "alarmOutput"] }),
        text("channelID", { required, max: 32 }),
      ],
      { required },
    ),
  ]),
  post("5.2.2", "/resource/v1/areas/resources/delete", [texts("ids", { required, max: 32 })]),
  post("5.2.2", "/resource/v1/areas/cameras/get", [
    ...paging,
    object(
      "filter",
      [
        text("areaID", { max: 32 }),
        text("includeSubArea", { oneOf: SUB_AREAS }),
        text("deviceSerialNo", { max: 32 }),
        texts("cameraID", { max: 32 }),
      ],
      { required },
    ),
  ]),
  resourceSearch("5.2.2", "/resource/v1/areas/alarmoutputs/get"),
  resourceSearch("5.2.2", "/resource/v1/areas/alarminputs/get"),
  post("5.2.2", "/resource/v1/areas/alarminputs/status/get", [texts("alarmInputID", { required, max: 32, most: 8 })]),
  post("5.2.2", "/resource/v1/areas/alarmoutputs/control", [
    objects(
      "alarmOutputOperation",
      [text("alarmOutputID", { required, max: 32 }), integer("operation", { required, range: [-1, 1] })],
      { required },
    ),
  ]),
  post("5.2.2", "/resource/v1/areas/alarmoutputs/status/get", [texts("alarmOutputID", { required, max: 32 })]),
  post("5.2.2", "/resource/v1/areas/cameras/thumbnail/get", [
    text("cameraID", { required, max: 32 }),
    integer("refresh", { required, range: [0, 1] }),
  ]),
  resourceSearch("5.2.2", "/resource/v1/areas/doors/get"),
  post("5.2.2", "/resource/v1/timezone/get", []),
];
