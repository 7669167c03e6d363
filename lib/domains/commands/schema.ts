/** What became of commands, as the pages show it. */

/** What became of one thing a command was asked to do. */
export interface ItemResult {
  /** The id the caller knows it by: a device's id, a serial number, a channel's id. */
  id: string;
  name: string | null;
  result: "done" | "refused" | "unknown";
  /** Of the gateway; null when it is our own word, or all is well. */
  code: string | null;
  /** What happened, a sentence; null when it is done. */
  meaning: string | null;
  /** What to do about it. */
  advice: string | null;
}

/** "unknown": the command may have been carried out, and the mirror is being read anew. */
export interface CommandResult {
  result: "done" | "partly done" | "refused" | "unknown";
  items: ItemResult[];
}
