import type { Json } from "./canonical";

/** Names of fields whose values never enter the audit log, at any depth; compared without case and signs. */
const secretField =
  /password|passwd|secret|token|^pin$|pincode|^pwd$|verifycode|streamcode|credential|cookie|authorization|appkey|accesskey|fingerprint|facedata|facepic|biometric|picture|photo|image|qrcode/;

const maxText = 500;
const maxItems = 200;
const maxDepth = 6;

/** PostgreSQL's JSON takes neither NUL nor half a character. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

function redactText(text: string): string {
  if (/^data:[^,]{0,100},/i.test(text)) return "[picture]";
  return storable(text.length <= maxText ? text : `${text.slice(0, maxText)}…`);
}

/**
 * What of a value may stand in the audit log: plain data without secrets, PINs, biometrics and pictures. Bytes and
 * everything that is no plain object are named, not shown; long texts and lists are cut.
 */
export function redact(value: unknown, depth = 0): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return redactText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "boolean") return value;
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return "[bytes]";
  if (depth >= maxDepth) return "[deeper]";
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => redact(item, depth + 1));
  const prototype: unknown = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && prototype !== null) return "[hidden]";
  const fields = Object.entries(value as object).map(([key, field]): [string, Json] => {
    return [
      storable(key),
      secretField.test(key.toLowerCase().replaceAll(/[^a-z]/g, "")) ? "[secret]" : redact(field, depth + 1),
    ];
  });
  return Object.fromEntries(fields);
}
