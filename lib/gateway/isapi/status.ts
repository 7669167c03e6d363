import { DONE, type CommandOutcome } from "../outcome";
import { isRecord, pick, toInteger, toText } from "../tolerant";
import { parseXml, textOf } from "./xml";

/** What a device sent back through the gateway; `text` is as it came. */
export interface IsapiAnswer {
  readonly contentType: "application/xml" | "application/json" | "text/plain" | "none";
  readonly text: string;
}

/** What a device says of a command. */
export interface IsapiStatus {
  /** "unknown": the device answered in no form that tells. */
  readonly result: "done" | "refused" | "unknown";
  readonly statusCode: number | null;
  /** "Invalid Operation"; in the device's own words. */
  readonly statusString: string | null;
  /** "notSupport"; null when it says none, or something that is no code. */
  readonly subStatusCode: string | null;
  /** The device works with it only after a restart. */
  readonly restartNeeded: boolean;
  readonly meaning: string | null;
  readonly advice: string | null;
}

type Words = readonly [meaning: string, advice: string];

const AGAIN: Words = ["The device is busy.", "Try again in a moment."];
const FORM: Words = [
  "The device does not understand what was sent to it.",
  "Update the device's firmware; if it stays, report it together with the device's model.",
];
const RIGHTS: Words = [
  "The device does not let this account do that.",
  "Check the user name and password the platform has for the device, and that user's rights on it.",
];

/** Sub-status codes devices use most; others get the words of their status code. */
const subStatuses: Readonly<Record<string, Words>> = {
  notSupport: ["The device does not support this.", "Use another device, or update this one's firmware."],
  methodNotAllowed: ["The device does not support this.", "Use another device, or update this one's firmware."],
  lowPrivilege: RIGHTS,
  badAuthorization: RIGHTS,
  deviceBusy: AGAIN,
  noMemory: AGAIN,
  badXmlFormat: FORM,
  badXmlContent: FORM,
  badParameters: FORM,
  invalidOperation: ["The device cannot do this as it is now.", "Look at the device's state, then try again."],
};

/** By status code: 0 and 1 are done, 7 is done after a restart. */
const statuses: Readonly<Record<number, Words>> = {
  2: AGAIN,
  3: ["The device reported a fault of its own.", "Look at the device's state, then try again."],
  4: ["The device cannot do this.", "Check that it supports it and is not in use by somebody else."],
  5: FORM,
  6: FORM,
};

const OTHERWISE: Words = ["The device refused.", "Try again; if it stays, report it together with the device's model."];
const SUCCESSES: ReadonlySet<number> = new Set([0, 1, 7]);
const UNTOLD: IsapiStatus = {
  result: "unknown",
  statusCode: null,
  statusString: null,
  subStatusCode: null,
  restartNeeded: false,
  meaning: "The device's answer does not say what became of it.",
  advice: "Look at its present state before trying again.",
};

interface RawStatus {
  readonly code: number | null;
  readonly text: string | null;
  readonly sub: string | null;
}

/** Reads a ResponseStatus, XML or JSON. Anything else, and broken text, is "unknown". */
export function readIsapiStatus({ contentType, text }: IsapiAnswer): IsapiStatus {
  const raw = contentType === "application/json" ? fromJson(text) : fromXml(text);
  if (raw === null || (raw.code === null && raw.text === null)) return UNTOLD;
  const done = raw.code === null ? raw.text?.toUpperCase() === "OK" : SUCCESSES.has(raw.code);
  const sub = raw.sub !== null && /^[A-Za-z]\w{0,63}$/.test(raw.sub) ? raw.sub : null;
  const known = sub !== null && Object.hasOwn(subStatuses, sub) ? subStatuses[sub] : undefined;
  const [meaning, advice] = known ?? statuses[raw.code ?? -1] ?? OTHERWISE;
  return {
    result: done ? "done" : "refused",
    statusCode: raw.code,
    statusString: raw.text?.slice(0, 200) ?? null,
    subStatusCode: sub,
    restartNeeded: raw.code === 7,
    meaning: done ? null : meaning,
    advice: done ? null : advice,
  };
}

/** What became of a command, by the device's own answer: a refusal hides in it under an outer success. */
export function isapiOutcome(answer: IsapiAnswer, deviceId: string): CommandOutcome {
  const { result, subStatusCode, meaning, advice } = readIsapiStatus(answer);
  if (result === "done") return DONE;
  return { result, items: [{ id: deviceId, name: null, result, code: subStatusCode, meaning, advice }] };
}

function fromXml(text: string): RawStatus | null {
  const root = parseXml(text);
  if (root?.name !== "ResponseStatus") return null;
  return {
    code: toInteger(textOf(root, "statusCode")),
    text: textOf(root, "statusString"),
    sub: textOf(root, "subStatusCode"),
  };
}

function fromJson(text: string): RawStatus | null {
  const body = parsed(text);
  const inner = isRecord(body) ? pick(body, "ResponseStatus") : null;
  const status = isRecord(inner) ? inner : body;
  if (!isRecord(status)) return null;
  return {
    code: toInteger(pick(status, "statusCode")),
    text: toText(pick(status, "statusString")),
    sub: toText(pick(status, "subStatusCode")),
  };
}

// The SyntaxError is swallowed on purpose: its text quotes the body.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
