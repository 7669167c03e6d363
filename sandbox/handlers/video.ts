import { createHash } from "node:crypto";
import { hash } from "../random";
import { badArgument, GatewayError } from "../errors";
import type { Input, Json } from "../validate";
import type { ClipState } from "../world/clips";
import { stateOf } from "../world/clips";
import { isZoneless, momentOf, offsetTime } from "../world/local-time";
import { hasCloudStorage, keptDays, recordsAlways, segmentsOf } from "../world/recordings";
import type { Segment } from "../world/recordings";
import type { Channel, Imported, World } from "../world/world";
import type { Handler } from "./handler";
import { deviceDelay } from "./handler";

/** A verification code that a device could have, right or wrong. */
const CODE = /^[A-Za-z0-9]{6,16}$/;
const STATES: Record<ClipState, number> = { done: 0, uploading: 1, failed: 2, expired: 3, deleted: 4 };

function cameraOf(world: World, id: string): Imported {
  const channel = world.resources.get(id);
  if (channel?.kind !== "camera") throw new GatewayError("OPEN000503");
  return channel;
}

/** Guide 5.5.1, A.3.136. Unknown cameras are left out. */
const getRecordSettings: Handler = ({ world }, input) => ({
  recordSetting: input.texts("cameraId").flatMap((cameraID): Json[] => {
    const channel = world.resources.get(cameraID);
    if (channel?.kind !== "camera") return [];
    const { id, no, device } = channel;
    const always = recordsAlways(id);
    return [
      {
        cameraID,
        enableLocalStorage: 1,
        localStorage: {
          recordingStreamType: 0,
          scheduleTemplateId: world.alarmRules.schedules[always ? 0 : 2]?.id ?? "",
          preRecord: always ? 0 : 1,
          postRecordTime: always ? 0 : 10,
          anr: hash(id) % 2,
          storageTime: hash(id) % 5 === 0 ? -1 : keptDays("local"),
        },
        enableCloudStorage: hasCloudStorage(id) ? 1 : 0,
        ...(hasCloudStorage(id) && { cloudStorage: { category: 1, no, sn: device.serialNo } }),
      },
    ];
  }),
});

/**
 * Guide 5.5.1. EVZ20002 and OPEN000503 unknown, EVZ20007 offline, EVZ60019 encrypted without a code or by a protocol
 * that has none, EVZ10001 a code no device has, OPEN000502 no cloud storage.
 */
const getLiveAddress: Handler = async (context, input) => {
  const { world, settings, origin, clock } = context;
  const channel = cameraOf(world, input.text("resourceId"));
  if (!world.devicesBySerial.has(input.text("deviceSerial").trim())) throw new GatewayError("EVZ20002");
  if (channel.device.serialNo !== input.text("deviceSerial").trim()) throw new GatewayError("OPEN000503");
  const [type, protocol] = [input.text("type"), input.text("protocol") || "1"];
  const playback =
    type === "1" ? null : playbackOf(input, protocol, (type === "2") === (settings.playbackTypes === "guide"));
  const code = input.text("code");
  if (code !== "" && !CODE.test(code)) throw new GatewayError("EVZ10001", "illegal parameter code");
  if (channel.device.encrypted && (code === "" || protocol === "2" || protocol === "3")) {
    throw new GatewayError("EVZ60019", "Encryption is enabled and parameter code is empty");
  }
  await deviceDelay(context);
  if (!channel.device.online) throw new GatewayError("EVZ20007");
  if (playback?.cloud && !hasCloudStorage(channel.id)) throw new GatewayError("OPEN000502");
  const id = String(BigInt(`0x${createHash("md5").update(`${channel.id}/${clock.now()}`).digest("hex").slice(0, 15)}`));
  const high = input.text("quality") !== "2";
  if (protocol === "1") return { id, url: ezopen(channel, code, high, playback), expireTime: 0 };
  const expireTime = clock.now() + (input.integer("expireTime") || 86_400) * 1_000;
  return { id, url: streamUrl(origin, channel, { protocol, high, id, expireTime }), expireTime };
};

interface Playback {
  cloud: boolean;
  begin: string;
  end: string;
}

function playbackOf(input: Input, protocol: string, local: boolean): Playback {
  if (protocol === "2" || protocol === "3") throw badArgument("type");
  const times = ["startTime", "stopTime"].map((name) => {
    const text = input.text(name);
    if (text === "") throw badArgument(name);
    if (!isZoneless(text)) throw new GatewayError("OPEN000026");
    return text.replace(/\D/g, "");
  });
  const [begin = "", end = ""] = times;
  if (begin >= end) throw new GatewayError("OPEN000030");
  return { cloud: !local, begin, end };
}

function ezopen({ device, no }: Channel, code: string, high: boolean, playback: Playback | null): string {
  const start = `ezopen://${code === "" ? "" : `${code}@`}open.ezviz.com/${device.serialNo}/${no}`;
  if (playback) return `${start}.${playback.cloud ? "cloud." : ""}rec?begin=${playback.begin}&end=${playback.end}`;
  return `${start}${high ? ".hd" : ""}.live`;
}

interface PlainStream {
  protocol: string;
  high: boolean;
  id: string;
  expireTime: number;
}

function streamUrl(origin: string, { device, no }: Channel, { protocol, high, id, expireTime }: PlainStream): string {
  const { host } = new URL(origin);
  const token = createHash("md5").update(`${id}/${expireTime}`).digest("hex");
  const query = `expire=${Math.floor(expireTime / 1_000)}&id=${id}&c=${token.slice(0, 10)}&t=${token}&ev=100`;
  const path = `/v3/openlive/${device.serialNo}_${no}_${high ? 1 : 2}`;
  if (protocol === "3") return `rtmp://${host}${path}?${query}`;
  return `${origin}${path}.${protocol === "2" ? "m3u8" : "flv"}?${query}`;
}

/** Throws OPEN000026 for what is no time with an offset, OPEN000030 when it is upside down. */
function windowOf(input: Input): Segment {
  const [from, to] = ["beginTime", "endTime"].map((name) => momentOf(input.text(name)));
  if (from === null || from === undefined || to === null || to === undefined) throw new GatewayError("OPEN000026");
  if (from >= to) throw new GatewayError("OPEN000030");
  return { from, to };
}

/** Guide 5.5.1, A.3.135. A device that is offline has no say: OPEN000554; the cloud has. */
const searchRecordings: Handler = async (context, input) => {
  const { world, clock } = context;
  const channel = cameraOf(world, input.text("cameraId"));
  const filter = input.object("filter");
  const window = windowOf(filter);
  const targetType = filter.integer("targetType");
  await deviceDelay(context);
  if (targetType === 0 && !channel.device.online) throw new GatewayError("OPEN000554");
  if (targetType === 1 && !hasCloudStorage(channel.id)) throw new GatewayError("OPEN000502");
  const [pageIndex, pageSize] = [input.integer("pageIndex"), input.integer("pageSize")];
  const found = segmentsOf(channel.id, targetType === 0 ? "local" : "cloud", window, clock.now());
  const zone = channel.device.timeZoneId;
  return {
    pageIndex,
    pageSize,
    recordList: found.slice((pageIndex - 1) * pageSize, pageIndex * pageSize).map(({ from, to }) => ({
      beginTime: offsetTime(zone, from),
      endTime: offsetTime(zone, to),
      targetType,
    })),
  };
};

/** Guide 5.5.1. A device that cannot upload answers OPEN000009; that nothing was recorded shows at the end. */
const saveClip: Handler = async (context, input) => {
  const { world, clock, settings } = context;
  const channel = cameraOf(world, input.text("cameraId"));
  const window = windowOf(input);
  await deviceDelay(context);
  if (!channel.device.online) throw new GatewayError("OPEN000009", "Network exception");
  const now = clock.now();
  const empty = segmentsOf(channel.id, "local", window, now).length === 0;
  return { taskId: world.clips.save(channel.id, window, { now, delayMs: settings.clipDelayMs }, empty).taskId };
};

/** Guide 5.5.1. A task nobody knows is OPEN000011. */
const getClip: Handler = ({ world, clock, files, origin }, input) => {
  const clip = world.clips.all.get(input.text("taskId").trim());
  if (!clip) throw new GatewayError("OPEN000011");
  const state = stateOf(clip, clock.now());
  if (state !== "done") return { status: STATES[state], urls: [] };
  return { status: STATES.done, expireTime: clip.expiresAt, urls: [files.clipUrl(origin, clip)] };
};

/** Guide 5.5.1: a bare true. EVZ20002 unknown, EVZ20007 out of reach. */
const wakeUp: Handler = async (context, input) => {
  const device = context.world.devicesBySerial.get(input.text("deviceSerial").trim());
  if (!device) throw new GatewayError("EVZ20002");
  await deviceDelay(context);
  if (!device.online) throw new GatewayError("EVZ20007");
  return true;
};

export const videoHandlers: Record<string, Handler> = {
  "/video/v1/recordsettings/get": getRecordSettings,
  "/video/v1/live/address/get": getLiveAddress,
  "/video/v1/record/element/search": searchRecordings,
  "/video/v1/video/save": saveClip,
  "/video/v1/video/download/url": getClip,
  "/video/v1/video/device/wakeup": wakeUp,
};
