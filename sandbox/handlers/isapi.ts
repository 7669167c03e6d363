import { badArgument, GatewayError } from "../errors";
import { deviceXml, readDeviceXml, responseStatus } from "../device-xml";
import type { Node } from "../device-xml";
import type { Input } from "../validate";
import { canMove } from "../world/ptz";
import type { Head } from "../world/ptz";
import type { Device } from "../world/world";
import type { Context, Handler } from "./handler";
import { deviceDelay } from "./handler";
import { resourceHandlers } from "./resources";

/** A request to a device; `text` is its body. */
interface Order {
  url: string;
  method: string;
  text: string;
  now: number;
}

type Answer = (head: Head, order: Order, params: number[]) => string;

const done = ({ url }: Order) => responseStatus(url, "ok");

/** Speeds of -100 to 100; all zero is standing still. */
const moveOn: Answer = (head, order) => {
  const body = readDeviceXml(order.text);
  if (body?.root !== "PTZData") return responseStatus(order.url, "badXmlFormat");
  const [pan = 0, tilt = 0, zoom = 0] = ["pan", "tilt", "zoom"].map((axis) => Number(body.leaves.get(axis) ?? "0"));
  if (![pan, tilt, zoom].every((speed) => Number.isInteger(speed) && Math.abs(speed) <= 100)) {
    return responseStatus(order.url, "badXmlContent");
  }
  head.move({ pan, tilt, zoom }, order.now);
  return done(order);
};

const whereItPoints: Answer = (head, { now }) => {
  const { pan, tilt, zoom } = head.at(now);
  const tenths = (value: number) => Math.round(value * 10);
  const position: Node[] = [
    ["elevation", tenths(tilt)],
    ["azimuth", tenths(pan)],
    ["absoluteZoom", tenths(zoom)],
  ];
  return deviceXml(["PTZStatus", [["AbsoluteHigh", position]]]);
};

const PLACES = 8;

const preset = (number: number, name: string, enabled: boolean): Node[] => [
  ["enabled", enabled],
  ["id", number],
  ["presetName", name],
];

/** Places that were never set are listed too, as devices do. */
const allPresets: Answer = (head) => {
  const numbers = new Set([...Array.from({ length: PLACES }, (_, n) => n + 1), ...head.presets.keys()]);
  const rows = [...numbers].map((number): Node => {
    const known = head.presets.get(number);
    return ["PTZPreset", preset(number, known?.name ?? `Preset ${number}`, known !== undefined)];
  });
  return deviceXml(["PTZPresetList", rows]);
};

const onePreset: Answer = (head, order, [number = 0]) => {
  const known = head.presets.get(number);
  return known
    ? deviceXml(["PTZPreset", preset(number, known.name, true)])
    : responseStatus(order.url, "invalidOperation");
};

const storePreset: Answer = (head, order, [number = 0]) => {
  const body = readDeviceXml(order.text);
  if (body?.root !== "PTZPreset") return responseStatus(order.url, "badXmlFormat");
  const name = body.leaves.get("presetName") ?? "";
  if (name === "" || name.length > 32 || number < 1 || number > 300) return responseStatus(order.url, "badXmlContent");
  head.presets.set(number, { name, ...head.at(order.now) });
  return done(order);
};

const dropPreset: Answer = (head, order, [number = 0]) =>
  head.presets.delete(number) ? done(order) : responseStatus(order.url, "invalidOperation");

const gotoPreset: Answer = (head, order, [number = 0]) => {
  const known = head.presets.get(number);
  if (!known) return responseStatus(order.url, "invalidOperation");
  head.point(known);
  return done(order);
};

/** Lights and wipers; other kinds are not on these cameras. */
const switchAuxiliary: Answer = (head, order, [number = 0]) => {
  const body = readDeviceXml(order.text);
  if (body?.root !== "PTZAux") return responseStatus(order.url, "badXmlFormat");
  const [type = "", status = ""] = ["type", "status"].map((name) => body.leaves.get(name));
  if (status !== "on" && status !== "off") return responseStatus(order.url, "badXmlContent");
  if ((type !== "LIGHT" && type !== "WIPER") || number !== 1) return responseStatus(order.url, "notSupport");
  if (status === "on") head.auxiliaries.add(`${type}/${number}`);
  else head.auxiliaries.delete(`${type}/${number}`);
  return done(order);
};

/** Paths below /ISAPI/PTZCtrl/channels/<no>, and what a device does for each method. */
const PTZ: readonly (readonly [RegExp, Readonly<Record<string, Answer>>])[] = [
  [/^\/continuous$/, { PUT: moveOn }],
  [/^\/status$/, { GET: whereItPoints }],
  [/^\/presets$/, { GET: allPresets }],
  [/^\/presets\/(\d+)$/, { GET: onePreset, PUT: storePreset, DELETE: dropPreset }],
  [/^\/presets\/(\d+)\/goto$/, { PUT: gotoPreset }],
  [/^\/auxcontrols\/(\d+)$/, { PUT: switchAuxiliary }],
];

function answerPtz(context: Context, device: Device, order: Order): string {
  const [, no = "", rest = ""] = /^\/ISAPI\/PTZCtrl\/channels\/(\d+)(\/.*)$/.exec(order.url) ?? [];
  const channel = device.channels.find((each) => each.kind === "camera" && each.no === Number(no));
  const found = PTZ.find(([pattern]) => pattern.test(rest));
  if (!channel || !channel.linked || !canMove(channel) || !found) return responseStatus(order.url, "notSupport");
  const [pattern, methods] = found;
  const answer = methods[order.method];
  if (!answer) return responseStatus(order.url, "methodNotAllowed");
  const params = (pattern.exec(rest) ?? []).slice(1).map(Number);
  return answer(context.world.heads.of(channel.id), order, params);
}

function deviceInfo({ name, type, serialNo, version }: Device): string {
  const [firmware = "", release = ""] = version.split(" build ");
  return deviceXml([
    "DeviceInfo",
    [
      ["deviceName", name],
      ["model", type],
      ["serialNumber", serialNo],
      ["firmwareVersion", firmware],
      ["firmwareReleasedDate", `build ${release}`],
    ],
  ]);
}

/** Guide 5.6.2. OPEN000501 no such device, OPEN000554 offline; what the device refuses stands in its own text. */
const passThrough: Handler = async (context, input) => {
  const device = context.world.devices.get(idOf(input));
  if (!device) throw new GatewayError("OPEN000501");
  await deviceDelay(context);
  if (!device.online) throw new GatewayError("OPEN000554");
  const order: Order = {
    url: input.text("url"),
    method: input.text("method"),
    text: input.text("body"),
    now: context.clock.now(),
  };
  if (order.url === "/ISAPI/System/deviceInfo" && order.method === "GET") return deviceInfo(device);
  if (order.url.startsWith("/ISAPI/PTZCtrl/channels/")) return answerPtz(context, device, order);
  return responseStatus(order.url, "notSupport");
};

function idOf(input: Input): string {
  const id = input.text("id") || input.text("deviceSerial");
  if (id === "") throw badArgument("id");
  return id;
}

/** The same as 5.2.2, but for the name of its parameter. */
const inputStatus: Handler = (context, input) => {
  const same = resourceHandlers["/resource/v1/areas/alarminputs/status/get"];
  return same?.(context, input.renamed("alarmInputId", "alarmInputID"));
};

export const isapiHandlers: Record<string, Handler> = {
  "/video/v1/isapi/proxypass": passThrough,
  "/proxy/v1/isapi/proxypass": passThrough,
  "/proxy/v1/areas/alarminputs/status/get": inputStatus,
};
