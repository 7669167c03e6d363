import { z } from "zod";
import { storableText } from "@/lib/db/json";
import { Secret } from "./secret";

/** Reading helpers: every spelling and type the guide or a real server shows becomes one clean form. */

export type OnlineState = "online" | "offline" | "unknown";

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first of the names that is there with a value, whatever its case and the blanks around it. */
export function pick(row: Readonly<Record<string, unknown>>, ...names: readonly string[]): unknown {
  let found: unknown;
  for (const name of names) {
    if (Object.hasOwn(row, name) && row[name] !== null && row[name] !== undefined) return row[name];
    const folded = name.toLowerCase();
    for (const [key, value] of Object.entries(row)) {
      if (key.trim().toLowerCase() !== folded) continue;
      if (value !== null && value !== undefined) return value;
      found ??= value;
    }
  }
  return found;
}

/**
 * An object read by folded keys: `{ id: readId() }` accepts id, ID and Id. Further spellings of a key go into `also`.
 * What is not named is dropped, which is also how streamSecretKey and the like never get in.
 */
export function record<S extends z.ZodRawShape>(shape: S, also: { readonly [K in keyof S]?: readonly string[] } = {}) {
  return z.preprocess((value) => {
    if (!isRecord(value)) return value;
    const names = Object.keys(shape) as (keyof S & string)[];
    return Object.fromEntries(names.map((name) => [name, pick(value, name, ...(also[name] ?? []))]));
  }, z.object(shape));
}

/** Text of a scalar; null for anything else. */
export function toText(value: unknown): string | null {
  if (typeof value === "string") return storableText(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** A number, also out of "12" or " 12 "; null for blank or unreadable. */
export function toNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || !/^\s*[+-]?\d+(\.\d+)?\s*$/.test(value)) return null;
  return Number(value);
}

/** A whole number, or null. */
export function toInteger(value: unknown): number | null {
  const number = toNumber(value);
  return number !== null && Number.isSafeInteger(number) ? number + 0 : null;
}

/** true for 1, "1", true, "true"; false for their opposites; null for the rest. -1 is true: some tables print so. */
export function toBoolean(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const word = toText(value)?.trim().toLowerCase();
  if (word === "1" || word === "true" || word === "-1" || word === "yes") return true;
  return word === "0" || word === "false" || word === "no" ? false : null;
}

/** 1 online, 0 offline (numbers, strings, booleans, words); 2, blank and missing are unknown. */
export function toOnline(value: unknown): OnlineState {
  const word = toText(value)?.trim().toLowerCase();
  if (word === "online" || word === "offline") return word;
  const flag = word === "-1" ? null : toBoolean(value);
  return flag === null ? "unknown" : flag ? "online" : "offline";
}

const ZONELESS = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?$/;
const WITH_ZONE =
  /^(\d{4})-?(\d{2})-?(\d{2})[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:\.(\d{1,3})\d*)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)$/i;

/**
 * A point in time, out of ISO 8601 with offset, epoch seconds or milliseconds (number or digits), or a zone-less time,
 * which is taken as `utcOffsetMinutes` (minutes east, 0 unless told). Never the server's own zone. Null if unreadable.
 */
export function toDate(value: unknown, utcOffsetMinutes = 0): Date | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  const text = toText(value)?.trim() ?? "";
  if (/^\d{9,16}$/.test(text)) return validDate(Number(text) >= 1e11 ? Number(text) : Number(text) * 1000);
  const zoned = WITH_ZONE.exec(text);
  if (zoned) return fromParts(zoned, offsetMinutes(zoned[8] ?? "Z"));
  const zoneless = ZONELESS.exec(text);
  return zoneless ? fromParts(zoneless, utcOffsetMinutes) : null;
}

function offsetMinutes(zone: string): number {
  if (zone.toUpperCase() === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(":", "") || "0");
  return zone.startsWith("-") ? -minutes : minutes;
}

function fromParts(parts: RegExpExecArray, east: number): Date | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const fraction = Number((parts[7] ?? "0").padEnd(3, "0"));
  const local = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
  const rolledOver = new Date(local).getUTCDate() !== day || month > 12 || hour > 23 || minute > 59 || second > 60;
  return rolledOver ? null : validDate(local - east * 60_000);
}

function validDate(milliseconds: number): Date | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** The gateway counts minutes west of GMT; we count east, as everybody else. */
export function biasToUtcOffset(bias: number | null): number | null {
  return bias === null ? null : 0 - bias;
}

/** cm/h to m/s. */
export function centimetresPerHourToMetresPerSecond(speed: number | null): number | null {
  return speed === null ? null : speed / 360_000;
}

/** An http(s) URL, undone where a host was put before a whole URL: `https://a:443/https://b/x` is `https://b/x`. */
export function toUrl(value: unknown): string | null {
  const text = toText(value)?.trim() ?? "";
  const inner = /^https?:\/\/[^/?#]+\/(https?:\/\/.+)$/i.exec(text)?.[1] ?? text;
  return /^https?:\/\/[^\s/]/i.test(inner) ? inner : null;
}

/** "1,21,2002" or a list, as words. */
export function toWords(value: unknown): string[] {
  const parts = Array.isArray(value) ? value.map((part) => toText(part) ?? "") : (toText(value) ?? "").split(",");
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** An id that must be there: always a trimmed string, digits kept. */
export const readId = () =>
  z.preprocess((value) => (typeof value === "boolean" ? value : (toText(value)?.trim() ?? value)), z.string().min(1));

/** An id, serial number or code that may be missing or blank. */
export const readIdOrNull = () => z.unknown().transform((value) => toText(value)?.trim() || null);

/** A text that may be missing: "" then. */
export const readText = () => z.unknown().transform((value) => toText(value) ?? "");

/** A text that may be missing or blank: null then. */
export const readTextOrNull = () => z.unknown().transform((value) => (toText(value)?.trim() ? toText(value) : null));

export const readInteger = () => z.unknown().transform(toInteger);
export const readNumber = () => z.unknown().transform(toNumber);
export const readBoolean = () => z.unknown().transform(toBoolean);
export const readOnline = () => z.unknown().transform(toOnline);
/** See `toDate`: zone-less times count as UTC unless the caller knows better. */
export const readDate = () => z.unknown().transform((value) => toDate(value));
export const readUrl = () => z.unknown().transform(toUrl);
export const readWords = () => z.unknown().transform(toWords);

/** An error code of an inner list, trimmed; null when it stands for success (absent, blank, "0", 0). */
export const readInnerCode = () =>
  z.unknown().transform((value) => {
    const code = toText(value)?.trim() ?? "";
    return code === "" || code === "0" ? null : code;
  });

/** A word for a code: `readWord({ 1: "free", 2: "trial" })`; what is not listed is "unknown". */
export function readWord<const W extends string>(words: Readonly<Record<string, W>>) {
  return z.unknown().transform((value): W | "unknown" => {
    const code = toText(value)?.trim() ?? "";
    return Object.hasOwn(words, code) ? (words[code] ?? "unknown") : "unknown";
  });
}

/** An object that may be missing, blank or of another type: null then. */
export function readObjectOrNull<S extends z.ZodType>(schema: S) {
  return z.unknown().transform((value): z.output<S> | null => {
    const parsed = isRecord(value) ? schema.safeParse(value) : undefined;
    return parsed?.success ? parsed.data : null;
  });
}

/** One page of a list. `total` counts records, null when the gateway does not say; `skipped` counts unreadable rows. */
export interface Page<T> {
  readonly items: T[];
  readonly total: number | null;
  readonly skipped: number;
}

export interface Rows<T> {
  readonly items: T[];
  readonly skipped: number;
}

/** A list whose unreadable rows are skipped and counted. null and missing are empty; a lone object is one row. */
export function readRows<S extends z.ZodType>(schema: S) {
  return z.unknown().transform((value, context): Rows<z.output<S>> => {
    if (value === null || value === undefined || value === "") return { items: [], skipped: 0 };
    if (!Array.isArray(value) && !isRecord(value)) {
      context.addIssue({ code: "custom", message: "is not a list" });
      return z.NEVER;
    }
    const rows: unknown[] = Array.isArray(value) ? value : [value];
    const items = rows.flatMap((row) => {
      const parsed = schema.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    });
    return { items, skipped: rows.length - items.length };
  });
}

/**
 * A page of rows under `key` (or a bare list). The total is found under totalCount, totalNum or total and counts
 * records; one smaller than the page itself counted something else and becomes null. A page that should hold rows but
 * has no list at all is refused: taking it for empty would make a sweep forget everything.
 */
export function pageOf<S extends z.ZodType>(key: string, schema: S) {
  const rows = readRows(schema);
  return z.unknown().transform((data, context): Page<z.output<S>> => {
    const body = Array.isArray(data) ? { [key]: data } : (data ?? {});
    const fail = (message: string) => {
      context.addIssue({ code: "custom", message, path: [key] });
      return z.NEVER;
    };
    if (!isRecord(body)) return fail("is not an object");
    const list = pick(body, key);
    const total = toInteger(pick(body, "totalCount", "totalNum", "total"));
    const pageNo = toInteger(pick(body, "pageIndex", "pageNum", "page")) ?? 1;
    const before = (pageNo - 1) * (toInteger(pick(body, "pageSize")) ?? 0);
    if ((list === undefined || list === null) && total !== null && total > Math.max(0, before))
      return fail("is missing");
    const read = rows.safeParse(list);
    if (!read.success) return fail("is not a list");
    const { items, skipped } = read.data;
    return { items, total: total !== null && total >= items.length + skipped ? total : null, skipped };
  });
}

/** For answers whose data says nothing; whatever comes is dropped. */
export const nothing = () => z.unknown().transform(() => null);

/** An answer that is nothing but true or false, bare or once more under its own `data`; null when it says neither. */
export const readVerdict = () =>
  z.unknown().transform((value) => toBoolean(isRecord(value) ? pick(value, "data") : value));

/** An address that opens something by itself, so that it is a secret as a whole; null when there is none. */
export const readSecretOrNull = () =>
  z.unknown().transform((value) => {
    const text = toText(value)?.trim() ?? "";
    return text === "" ? null : new Secret(text);
  });
/** Whether another page may follow where the gateway gives no total: only a full page has one after it. */
export function mayHaveMore(page: Pick<Page<unknown>, "items" | "skipped">, pageSize: number): boolean {
  return page.items.length + page.skipped >= pageSize;
}

/** Part of a person's name; null where it is blank or the filler "--", with which portals fill a name they insist on. */
export const readName = () =>
  z.unknown().transform((value) => {
    const name = toText(value)?.trim() ?? "";
    return /^-*$/.test(name) ? null : name;
  });

/** Whatever stands where a list of failures may stand, as rows: one that cannot be read is a failure all the same. */
export function failureRows(value: unknown): Record<string, unknown>[] {
  if (value === null || value === undefined || value === "") return [];
  return (Array.isArray(value) ? value : [value]).map((row) => (isRecord(row) ? row : {}));
}

/** Minutes east of UTC a time was written with: 0 for "Z" and epoch times, null when it has no zone or is no time. */
export function toUtcOffset(value: unknown): number | null {
  const text = toText(value)?.trim() ?? "";
  if (/^\d{9,16}$/.test(text)) return 0;
  const zone = WITH_ZONE.exec(text)?.[8];
  return zone === undefined ? null : offsetMinutes(zone);
}
