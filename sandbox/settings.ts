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
};
