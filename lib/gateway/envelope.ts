import { parseJson } from "./json";
import { secretsIn, type Secret } from "./secret";
import { isRecord, pick } from "./tolerant";

/** What the outer layer of an answer says, before anybody looks at its data. */
export type Envelope =
  | { readonly kind: "success"; readonly data: unknown }
  | { readonly kind: "refused"; readonly code: string; readonly message: string | null }
  | {
      readonly kind: "unreadable";
      readonly field: "body" | "errorCode";
      readonly reason: "EMPTY" | "NOT_JSON" | "NO_CODE";
    };

/**
 * Reads the outer layer. Success is errorCode "0" or 0; text under message, errorMsg,
 * errorMessage or Message never decides. Data may be spelled Data, be null or missing (null then).
 */
export function readEnvelope(text: string): Envelope {
  if (text.trim() === "") return { kind: "unreadable", field: "body", reason: "EMPTY" };
  const body = parsed(text);
  if (!isRecord(body)) return { kind: "unreadable", field: "body", reason: "NOT_JSON" };
  const code = pick(body, "errorCode");
  if (typeof code !== "string" && typeof code !== "number") {
    return { kind: "unreadable", field: "errorCode", reason: "NO_CODE" };
  }
  const trimmed = String(code).trim();
  if (trimmed === "") return { kind: "unreadable", field: "errorCode", reason: "NO_CODE" };
  if (trimmed === "0") return { kind: "success", data: pick(body, "data") ?? null };
  const message = pick(body, "message", "errorMsg", "errorMessage", "msg");
  return { kind: "refused", code: trimmed, message: typeof message === "string" ? message : null };
}

/** Codes whose text tells which argument is wrong; other texts add nothing to the catalogue. */
const TELLING = new Set(["OPEN000008", "OPEN000010", "LAP000001", "VMS000001", "CCF000001", "EVZ10001"]);

/**
 * What a refusal's text adds: the argument it names in square brackets, and the text itself, shortened, with the code
 * taken off and everything that may be a secret masked.
 */
export function readMessage(
  code: string,
  message: string | null,
  input: unknown,
): { field: string | null; detail: string | null } {
  if (message === null || !TELLING.has(code)) return { field: null, detail: null };
  const field = /\[([A-Za-z][\w.]{0,63})\]/.exec(message)?.[1] ?? null;
  const safeField = field !== null && mask(field, secretsIn(input)) === field ? field : null;
  const detail = mask(message.replace(/\{\w+\}\s*$/, ""), secretsIn(input)).trim();
  return { field: safeField, detail: detail === "" ? null : detail };
}

/** Text free of the given secrets and of anything that looks like a token: long words, or letters mixed with digits. */
function mask(text: string, secrets: readonly Secret[]): string {
  const hidden = secrets
    .map((secret) => secret.reveal())
    .filter((value) => value !== "")
    .reduce((shown, value) => shown.replaceAll(value, "…"), text.slice(0, 2000));
  return hidden
    .replace(/[^\s,;:=[\](){}"']+/g, (word) => (word.length > 40 || (/\d/.test(word) && word.length > 5) ? "…" : word))
    .replace(/\p{Cc}+/gu, " ")
    .slice(0, 200);
}

// The SyntaxError is swallowed on purpose: its text quotes the body.
function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
