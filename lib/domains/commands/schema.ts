/** Why a command is given, and what became of it, as the pages show it. */
import { z } from "zod";
import { REASON_MAX } from "./terms";

/** Why, in somebody's own words: it stands in the details of the audit entry. Empty is none. */
export const reasonField = z
  .string()
  .trim()
  .max(REASON_MAX, `Shorten the reason to ${REASON_MAX} characters.`)
  .transform((reason) => (reason === "" ? undefined : reason))
  .optional();

/** Body of a command that needs nothing but perhaps a reason. */
export const WithReason = z.strictObject({ reason: reasonField }).default({});
export type WithReason = z.output<typeof WithReason>;

/** Part of the details of an audit entry; undefined without a reason, so that an entry without any stays without. */
export const reasonIn = (reason: string | undefined) => (reason === undefined ? undefined : { reason });

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
