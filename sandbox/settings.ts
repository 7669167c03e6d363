/** Behaviour the guide leaves open, or that a test wants to bend. */
export interface Settings {
  /** Answered by the token call instead of the sandbox's own origin; null restores the origin. */
  areaDomain: string | null;
  /** `plain`: one URL; `doubled`: host before host, as seen in the wild; `empty`: success without a URL. */
  thumbnail: "plain" | "doubled" | "empty";
  capture: "plain" | "empty";
  /** Code for an area name its siblings already have. */
  duplicateArea: "CCF021103" | "VMS021103";
  /** Lists show only their first N rows and count only those: an implausible shrink. Null shows all. */
  pageLimitTotal: number | null;
  /** Time a device takes to answer captures, refreshes and output control, ms. */
  deviceDelayMs: number;
  /** The portal's setting for the codes of passes: one for good, or a new one with each look. */
  passCode: "static" | "dynamic";
  /** A pass's code as a picture in base64, or as the text of a QR code. */
  passCodeForm: "picture" | "text";
  /** How long each face picture takes to its device, one after the other, ms. */
  driverFaceMs: number;
  /** Time a device takes to upload a clip, ms. */
  clipDelayMs: number;
  /** `guide`: stream type 2 is the device's own recording and 3 the cloud's; `swapped`: the other way round. */
  playbackTypes: "guide" | "swapped";
  /** Whether the alarm log may be searched without naming an area, as newer servers allow. */
  alarmLogArea: "optional" | "required";
  /** `required`: a blank last name is refused, as some accounts do; the guide's own example has one. */
  lastName: "any" | "required";
  /** Persons the account may have; null for no limit (100 in the free plan). */
  personLimit: number | null;
  /** Time a change of a person takes to reach a door, ms of the sandbox's clock; some doors are four times as slow. */
  applyDelayMs: number;
  /** `auto`: somebody always comes to a reader that collects; `manual`: only who was presented by a control call. */
  collect: "auto" | "manual";
  collectDelayMs: number;
  qrCode: "static" | "dynamic";
  /** How an empty queue's list is told: without its key, as null or as []; `blank`: [] and a blank batch id, else "0". */
  emptyQueue: "missing" | "null" | "list" | "blank";
  /** Times of the message queue: with the site's offset as real servers write, or without as the guide's example. */
  messageTimes: "offset" | "zoneless";
}

export const defaultSettings: Settings = {
  areaDomain: null,
  thumbnail: "plain",
  capture: "plain",
  duplicateArea: "CCF021103",
  pageLimitTotal: null,
  deviceDelayMs: 0,
  passCode: "static",
  passCodeForm: "picture",
  driverFaceMs: 400,
  clipDelayMs: 8_000,
  playbackTypes: "guide",
  alarmLogArea: "optional",
  lastName: "any",
  personLimit: null,
  applyDelayMs: 3_000,
  collect: "auto",
  collectDelayMs: 1_500,
  qrCode: "static",
  emptyQueue: "missing",
  messageTimes: "offset",
};
