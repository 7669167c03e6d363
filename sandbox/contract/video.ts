import { integer, object, paging, post, required, text, texts } from "./fields";
import type { Endpoint } from "./fields";

const CONTENT_TYPES = ["application/xml", "application/json", "application/x-www-form-urlencoded"];

/** The device is named `id` in the tables and deviceSerial in most examples; the handler wants one of them. */
const passThrough = [
  text("method", { required, oneOf: ["GET", "POST", "PUT", "DELETE"] }),
  text("url", { required }),
  text("id", { max: 64 }),
  text("deviceSerial", { max: 64 }),
  text("contentType", { required, oneOf: CONTENT_TYPES }),
  text("body"),
];

/** Sections 5.5.1 and 5.6.2 as this gateway enforces them. */
export const videoContract: readonly Endpoint[] = [
  post("5.5.1", "/video/v1/recordsettings/get", [texts("cameraId", { required, max: 64, most: 500 })]),
  post("5.5.1", "/video/v1/live/address/get", [
    text("resourceId", { required, max: 64 }),
    text("deviceSerial", { required, max: 32 }),
    text("type", { required, oneOf: ["1", "2", "3"] }),
    text("code", { max: 16 }),
    text("protocol", { oneOf: ["1", "2", "3", "4"] }),
    text("quality", { oneOf: ["1", "2"] }),
    integer("expireTime", { range: [30, 720 * 86_400] }),
    text("startTime"),
    text("stopTime"),
  ]),
  post("5.5.1", "/video/v1/record/element/search", [
    ...paging,
    text("cameraId", { required, max: 64 }),
    object(
      "filter",
      [
        integer("timeType", { required, range: [0, 1] }),
        text("beginTime", { required }),
        text("endTime", { required }),
        integer("targetType", { required, range: [0, 1] }),
      ],
      { required },
    ),
  ]),
  post("5.5.1", "/video/v1/video/save", [
    text("cameraId", { required, max: 64 }),
    text("beginTime", { required }),
    text("endTime", { required }),
    integer("voiceSwitch", { range: [0, 2] }),
  ]),
  post("5.5.1", "/video/v1/video/download/url", [text("taskId", { required, max: 256 })]),
  post("5.5.1", "/video/v1/video/device/wakeup", [text("deviceSerial", { required, max: 32 })]),
  post("5.6.2", "/video/v1/isapi/proxypass", passThrough),
  post("5.6.2", "/proxy/v1/isapi/proxypass", passThrough),
  post("5.6.2", "/proxy/v1/areas/alarminputs/status/get", [texts("alarmInputId", { required, max: 32, most: 8 })]),
];
