/** Moving cameras, by their device's own interface (guide 5.6.2). Everything goes out once but standing still. */
import type { CallOptions, Gateway } from "../client";
import { readIsapi, repeatIsapi, sendIsapi } from "../endpoints/isapi";
import { GatewayError } from "../errors";
import { DONE, type CommandOutcome } from "../outcome";
import { isapiOutcome } from "./status";
import { parseXml, textOf, xml, type XmlElement } from "./xml";

/** A camera as its device knows it: the device's own id, and the channel's number on it (not the camera's id). */
export interface DeviceChannel {
  readonly deviceId: string;
  readonly channelNo: number;
}

/** Shares of the full speed, -1 to 1: right, up and closer are positive. */
export interface Motion {
  readonly pan?: number;
  readonly tilt?: number;
  readonly zoom?: number;
}

/** A remembered position. Cameras list places that were never set too; those are not `set`. */
export interface Preset {
  readonly number: number;
  readonly name: string;
  readonly set: boolean;
}

export type Auxiliary = "light" | "wiper";

const root = ({ channelNo }: DeviceChannel) => `/ISAPI/PTZCtrl/channels/${whole("channelNo", channelNo, 1, 10_000)}`;

/** Starts a motion that goes on until `stopCamera`. All zero is refused: that is `stopCamera`, which may be repeated. */
export async function moveCamera(
  gateway: Gateway,
  channel: DeviceChannel,
  { pan = 0, tilt = 0, zoom = 0 }: Motion,
  options: CallOptions,
): Promise<CommandOutcome> {
  const [x, y, z] = [speed("pan", pan), speed("tilt", tilt), speed("zoom", zoom)];
  if (x === 0 && y === 0 && z === 0) throw wrong("motion", "must not be all zero");
  return order(gateway, channel, `${root(channel)}/continuous`, motion(x, y, z), options);
}

/** Ends every motion; sent again when the answer is lost, so that no camera runs on. */
export async function stopCamera(
  gateway: Gateway,
  channel: DeviceChannel,
  options: CallOptions,
): Promise<CommandOutcome> {
  const { deviceId } = channel;
  const input = { deviceId, method: "PUT" as const, url: `${root(channel)}/continuous`, body: motion(0, 0, 0) };
  return isapiOutcome(await gateway.call(repeatIsapi, input, options), deviceId);
}

/** Turns to a remembered position. */
export async function gotoPreset(
  gateway: Gateway,
  channel: DeviceChannel,
  number: number,
  options: CallOptions,
): Promise<CommandOutcome> {
  return order(gateway, channel, `${preset(channel, number)}/goto`, "", options);
}

/** Remembers the present position under a number and a name, in place of what was there. */
export async function setPreset(
  gateway: Gateway,
  channel: DeviceChannel,
  { number, name }: Pick<Preset, "number" | "name">,
  options: CallOptions,
): Promise<CommandOutcome> {
  const trimmed = name.trim();
  if (trimmed === "" || trimmed.length > 32) throw wrong("name", "must have 1 to 32 characters");
  const url = preset(channel, number);
  const body = document("PTZPreset", [xml("enabled", "true"), xml("id", number), xml("presetName", trimmed)]);
  return order(gateway, channel, url, body, options);
}

/** Switches a light or a wiper; `number` tells several of a kind apart. */
export async function switchAuxiliary(
  gateway: Gateway,
  channel: DeviceChannel,
  { kind, on, number = 1 }: { readonly kind: Auxiliary; readonly on: boolean; readonly number?: number },
  options: CallOptions,
): Promise<CommandOutcome> {
  const url = `${root(channel)}/auxcontrols/${whole("number", number, 1, 16)}`;
  const body = xml("PTZAux", [xml("type", kind.toUpperCase()), xml("status", on ? "on" : "off")]);
  return order(gateway, channel, url, body, options);
}

export interface PresetList {
  /** Why there are none, when the device refused to say or said something else. */
  readonly outcome: CommandOutcome;
  /** By number. */
  readonly presets: readonly Preset[];
}

/** The positions a camera remembers. One that cannot move refuses with notSupport. */
export async function listPresets(gateway: Gateway, channel: DeviceChannel, options: CallOptions): Promise<PresetList> {
  const { deviceId } = channel;
  const answer = await gateway.call(readIsapi, { deviceId, url: `${root(channel)}/presets` }, options);
  const list = parseXml(answer.text);
  if (list?.name !== "PTZPresetList") {
    const outcome = isapiOutcome(answer, deviceId);
    // A device that says "done" without a list has not told any.
    return { outcome: outcome.result === "done" ? { result: "unknown", items: [] } : outcome, presets: [] };
  }
  const presets = list.children.filter(({ name }) => name === "PTZPreset").flatMap(readPreset);
  return { outcome: DONE, presets: presets.sort((a, b) => a.number - b.number) };
}

function readPreset(row: XmlElement): Preset[] {
  const number = Number(textOf(row, "id") || Number.NaN);
  if (!Number.isSafeInteger(number) || number < 1) return [];
  return [{ number, name: textOf(row, "presetName") ?? "", set: textOf(row, "enabled") === "true" }];
}

async function order(
  gateway: Gateway,
  { deviceId }: DeviceChannel,
  url: string,
  body: string,
  options: CallOptions,
): Promise<CommandOutcome> {
  return isapiOutcome(await gateway.call(sendIsapi, { deviceId, method: "PUT", url, body }, options), deviceId);
}

const document = (name: string, content: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>${xml(name, content)}`;

const motion = (pan: number, tilt: number, zoom: number) =>
  document("PTZData", [xml("pan", pan), xml("tilt", tilt), xml("zoom", zoom)]);

const preset = (channel: DeviceChannel, number: number) =>
  `${root(channel)}/presets/${whole("number", number, 1, 300)}`;

/** Devices take hundredths. */
function speed(field: string, share: number): number {
  if (!(share >= -1 && share <= 1)) throw wrong(field, "must be between -1 and 1");
  return Math.round(share * 100) + 0;
}

function whole(field: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw wrong(field, `must be a whole number from ${least} to ${most}`);
}

function wrong(field: string, detail: string): GatewayError {
  return new GatewayError({
    endpoint: sendIsapi.name,
    endpointKind: sendIsapi.kind,
    kind: "invalid-input",
    field,
    detail,
  });
}
