import { z } from "zod";
import { endpoint } from "../endpoint";
import { DONE, itemDone, itemUnknown, outcomeOf } from "../outcome";
import { localTime, offsetTime, utcOffset } from "../local-time";
import { gatewayId, moment, nonEmptyIds, pageFields, present, secret, text } from "../strict";
import {
  readBoolean,
  readDate,
  readId,
  readIdOrNull,
  readInteger,
  readObjectOrNull,
  readRows,
  readSecretOrNull,
  readVerdict,
  readWord,
  record,
  toDate,
  toInteger,
  toText,
} from "../tolerant";
import { Secret } from "../secret";

/** Days recordings are kept; "unlimited" for the gateway's -1. */
const readRetention = () =>
  z.unknown().transform((value): number | "unlimited" | null => {
    const days = toInteger(value);
    return days === -1 ? "unlimited" : days;
  });

const RecordSetting = record({
  cameraID: readId(),
  enableLocalStorage: readBoolean(),
  localStorage: readObjectOrNull(
    record({
      recordingStreamType: readIdOrNull(),
      scheduleTemplateId: readIdOrNull(),
      preRecord: readBoolean(),
      postRecordTime: readInteger(),
      anr: readBoolean(),
      storageTime: readRetention(),
    }),
  ),
  enableCloudStorage: readBoolean(),
  cloudStorage: readObjectOrNull(
    record({ category: readWord({ 1: "recorder", 2: "box" }), no: readInteger(), sn: readIdOrNull() }),
  ),
}).transform(({ cameraID, enableLocalStorage, localStorage, enableCloudStorage, cloudStorage }) => ({
  cameraId: cameraID,
  local: {
    enabled: enableLocalStorage,
    /** The guide gives the numbers no meaning. */
    streamType: localStorage?.recordingStreamType ?? null,
    scheduleId: localStorage?.scheduleTemplateId ?? null,
    preRecord: localStorage?.preRecord ?? null,
    postRecordSeconds: localStorage?.postRecordTime ?? null,
    /** Fills gaps of the network from the camera's own memory. */
    replenishes: localStorage?.anr ?? null,
    retentionDays: localStorage?.storageTime ?? null,
  },
  cloud: {
    enabled: enableCloudStorage,
    over: cloudStorage?.category ?? ("unknown" as const),
    channelNo: cloudStorage?.no ?? null,
    deviceSerial: cloudStorage?.sn ?? null,
  },
}));

/** How a camera records, on its device and in the cloud. A.3.55, A.3.116, A.3.136. */
export type RecordSetting = z.output<typeof RecordSetting>;

/** Recording schedules of cameras, by their own ids. Sent as cameraId, as in the example. Guide 5.5.1. */
export const getRecordSettings = endpoint({
  name: "recordings.settings",
  path: "POST /video/v1/recordsettings/get",
  section: "5.5.1",
  kind: "read",
  timeoutMs: 30_000,
  input: z.strictObject({ cameraIds: nonEmptyIds() }).transform(({ cameraIds }) => ({ cameraId: cameraIds })),
  output: z.preprocess(
    (data) => data ?? {},
    record({ recordSetting: readRows(RecordSetting) }).transform(({ recordSetting }) => recordSetting.items),
  ),
});

const protocols = { ezopen: 1, hls: 2, rtmp: 3, flv: 4 } as const;
const plainOnly = new Set<string>(["hls", "rtmp"]);

const playback = {
  from: moment(),
  to: moment(),
  utcOffsetMinutes: utcOffset(),
  /** Which number stands for which storage: see `getStreamAddress`. */
  numbering: z.enum(["guide", "swapped"]).default("guide"),
};
const stream = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("live") }),
  z.strictObject({ kind: z.literal("local"), ...playback }),
  z.strictObject({ kind: z.literal("cloud"), ...playback }),
]);
type Stream = z.output<typeof stream>;

/** Midnight ends the day before. */
const lastSecond = ({ to }: { to: Date }) => new Date(to.getTime() - 1_000);

function streamFields(wanted: Stream): Record<string, unknown> {
  if (wanted.kind === "live") return { type: "1" };
  const { from, to, utcOffsetMinutes } = wanted;
  const [startTime, endTime, last] = [from, to, lastSecond(wanted)].map((at) => localTime(at, utcOffsetMinutes));
  const stopTime = endTime?.endsWith("00:00:00") ? last : endTime;
  return { type: (wanted.kind === "local") === (wanted.numbering === "guide") ? "2" : "3", startTime, stopTime };
}

const isPlayback = (wanted: Stream) => wanted.kind !== "live";
const sameDay = (wanted: Stream) =>
  wanted.kind === "live" ||
  localTime(wanted.from, wanted.utcOffsetMinutes).slice(0, 10) ===
    localTime(lastSecond(wanted), wanted.utcOffsetMinutes).slice(0, 10);

/**
 * An address to play a camera from: live, or what its device ("local") or the cloud recorded within one day of the site's
 * clocks. It holds the device's code or a token, so it is a secret as a whole; it is null when a success came without
 * one. HLS and RTMP play live and unencrypted H.264 only; `expiresInSeconds` (30 s to 720 days) is for anything but
 * ezopen and counts seconds, while the answer counts milliseconds. Encrypted without a code: EVZ60019; a code of the
 * wrong form: EVZ10001; a wrong one is accepted and fails in the player. `numbering` "guide" sends 2 for local and 3
 * for cloud; two live clients saw the opposite, which is "swapped". HLS (2) and FLV (4) are of newer guides. Numbers
 * and texts are mixed as in the example. Guide 5.5.1.
 */
export const getStreamAddress = endpoint({
  name: "streams.address",
  path: "POST /video/v1/live/address/get",
  section: "5.5.1",
  kind: "read",
  timeoutMs: 30_000,
  input: z
    .strictObject({
      cameraId: gatewayId(),
      deviceSerial: text(32),
      stream,
      protocol: z.enum(["ezopen", "hls", "rtmp", "flv"]).default("ezopen"),
      quality: z.enum(["main", "sub"]).default("main"),
      verificationCode: secret(16).optional(),
      expiresInSeconds: z
        .int()
        .min(30)
        .max(720 * 86_400)
        .optional(),
    })
    .refine((input) => !isPlayback(input.stream) || !plainOnly.has(input.protocol), {
      path: ["protocol"],
      message: "must be ezopen or flv for recordings",
    })
    .refine((input) => input.verificationCode === undefined || !plainOnly.has(input.protocol), {
      path: ["verificationCode"],
      message: "must be left out: HLS and RTMP cannot carry encrypted video",
    })
    .refine((input) => input.expiresInSeconds === undefined || input.protocol !== "ezopen", {
      path: ["expiresInSeconds"],
      message: "must be left out: ezopen addresses do not expire",
    })
    .refine((input) => input.stream.kind === "live" || input.stream.to > input.stream.from, {
      path: ["stream", "to"],
      message: "must be after from",
    })
    .refine((input) => sameDay(input.stream), {
      path: ["stream", "to"],
      message: "must be on the same day as from, by the site's clocks",
    })
    .transform((input) =>
      present({
        deviceSerial: input.deviceSerial,
        resourceId: input.cameraId,
        code: input.verificationCode,
        protocol: protocols[input.protocol],
        quality: input.quality === "main" ? 1 : 2,
        expireTime: input.expiresInSeconds,
        ...streamFields(input.stream),
      }),
    ),
  output: z.preprocess(
    (data) => data ?? {},
    record({ id: readIdOrNull(), url: readSecretOrNull(), expireTime: readDate() }).transform((row) => ({
      id: row.id,
      address: row.url,
      expiresAt: row.expireTime,
    })),
  ),
});

/** Where a segment lies; the numbers differ from those of stream types. */
const storages = { 0: "local", 1: "cloud" } as const;

const segments = (utcOffsetMinutes: number) => {
  const readTime = () =>
    z
      .unknown()
      .transform((value) => toDate(value, utcOffsetMinutes))
      .pipe(z.date());
  const Segment = record({ beginTime: readTime(), endTime: readTime(), targetType: readWord(storages) }).transform(
    (row) => ({ from: row.beginTime, to: row.endTime, storage: row.targetType }),
  );
  return z.preprocess(
    (data) => data ?? {},
    record({ recordList: readRows(Segment) }, { recordList: ["recordSetting"] }).transform(({ recordList }) => ({
      items: recordList.items,
      total: null,
      skipped: recordList.skipped,
    })),
  );
};

/** A stretch of recording. Segments may overlap. A.3.135. */
export type RecordingSegment = z.output<ReturnType<typeof segments>>["items"][number];

/**
 * Stretches recorded by a camera, on its device or in the cloud; page after page until one is short, for there is no
 * total. `clock` says whose time `from` and `to` mean. Times are written with the site's offset, as `Z` found nothing or
 * the wrong day on real servers. Criteria nested under `filter`, as in the example. Guide 5.5.1, A.3.135.
 */
export const searchRecordings = endpoint({
  name: "recordings.search",
  path: "POST /video/v1/record/element/search",
  section: "5.5.1",
  kind: "read",
  timeoutMs: 30_000,
  paging: { style: "pageIndex", max: 500 },
  input: z
    .strictObject({
      ...pageFields(500),
      cameraId: gatewayId(),
      from: moment(),
      to: moment(),
      utcOffsetMinutes: utcOffset(),
      storage: z.enum(["local", "cloud"]),
      clock: z.enum(["client", "device"]).default("device"),
    })
    .refine(({ from, to }) => to > from, { path: ["to"], message: "must be after from" })
    .transform(({ page, pageSize, cameraId, from, to, utcOffsetMinutes, storage, clock }) => ({
      pageSize,
      pageIndex: page,
      cameraId,
      filter: {
        timeType: clock === "client" ? 0 : 1,
        beginTime: offsetTime(from, utcOffsetMinutes),
        endTime: offsetTime(to, utcOffsetMinutes),
        targetType: storage === "local" ? 0 : 1,
      },
    })),
  output: segments(0),
  outputFor: ({ utcOffsetMinutes }) => segments(utcOffsetMinutes),
});

const sounds = { off: 0, on: 1, auto: 2 } as const;

/**
 * Has a device upload a stretch of its recording as MP4. The task id holds a `#`; with it `getClip` tells how far it is.
 * A success without one is an unknown outcome. Devices that cannot upload answer OPEN000009. Prefer `exportClip` of
 * flows/clip.ts, which does both. Guide 5.5.1.
 */
export const saveClip = endpoint({
  name: "clips.save",
  path: "POST /video/v1/video/save",
  section: "5.5.1",
  kind: "command",
  timeoutMs: 30_000,
  input: z
    .strictObject({
      cameraId: gatewayId(),
      from: moment(),
      to: moment(),
      utcOffsetMinutes: utcOffset(),
      sound: z.enum(["off", "on", "auto"]).default("auto"),
    })
    .refine(({ from, to }) => to.getTime() - from.getTime() >= 1_000, {
      path: ["to"],
      message: "must be at least a second after from",
    })
    .transform(({ cameraId, from, to, utcOffsetMinutes, sound }) => ({
      cameraId,
      beginTime: offsetTime(from, utcOffsetMinutes),
      endTime: offsetTime(to, utcOffsetMinutes),
      voiceSwitch: sounds[sound],
    })),
  output: z.preprocess(
    (data) => data ?? {},
    record({ taskId: readIdOrNull() }).transform(({ taskId }) => ({ taskId })),
  ),
  outcome: ({ taskId }, { cameraId }) => outcomeOf([taskId === null ? itemUnknown(cameraId) : itemDone(cameraId)]),
});

const clipStates = { 0: "done", 1: "uploading", 2: "failed", 3: "expired", 4: "deleted" } as const;

const readAddresses = () =>
  z.unknown().transform((value) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((each): Secret[] => {
      const address = toText(each)?.trim() ?? "";
      return /^https?:\/\/\S+$/i.test(address) ? [new Secret(address)] : [];
    }),
  );

/**
 * How far a clip is, and where it can be downloaded until `expiresAt` once it is done. The addresses are signed, so each
 * is a secret; there may be none yet when it is done. Guide 5.5.1.
 */
export const getClip = endpoint({
  name: "clips.get",
  path: "POST /video/v1/video/download/url",
  section: "5.5.1",
  kind: "read",
  input: z.strictObject({ taskId: text(256) }),
  output: z.preprocess(
    (data) => data ?? {},
    record({ status: readWord(clipStates), expireTime: readDate(), urls: readAddresses() }).transform((row) => ({
      state: row.status,
      expiresAt: row.expireTime,
      addresses: row.urls,
    })),
  ),
});

/**
 * Wakes a solar-powered camera. The answer is `data: true` in the example and an object around it in the table; false is
 * a refusal. Guide 5.5.1.
 */
export const wakeDevice = endpoint({
  name: "devices.wake",
  path: "POST /video/v1/video/device/wakeup",
  section: "5.5.1",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: z.strictObject({ deviceSerial: text(32) }),
  output: readVerdict().transform((awake) => ({ awake })),
  outcome: ({ awake }, { deviceSerial }) => {
    if (awake === null) return outcomeOf([itemUnknown(deviceSerial)]);
    return awake ? DONE : { result: "refused", items: [] };
  },
});
