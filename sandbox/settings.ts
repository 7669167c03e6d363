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
  emptyQueue: "missing",
  messageTimes: "offset",
};
