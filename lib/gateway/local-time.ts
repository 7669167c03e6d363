/** Times as a place has them: written with its offset, read without a zone. */
import { z } from "zod";
import { toText } from "./tolerant";

/** Minutes east of GMT of the place whose time is meant; 330 is UTC+05:30. */
export const utcOffset = () =>
  z
    .int()
    .min(-14 * 60)
    .max(14 * 60);

/** `yyyy-MM-dd HH:mm:ss` on clocks that many minutes east of GMT; parts of a second are dropped. */
export const localTime = (at: Date, utcOffsetMinutes: number): string =>
  new Date(at.getTime() + utcOffsetMinutes * 60_000).toISOString().slice(0, 19).replace("T", " ");

/** "2022-10-28T11:08:23+08:00": always with a numeric offset, since a plain "Z" was seen to find the wrong day. */
export function offsetTime(at: Date, utcOffsetMinutes: number): string {
  const size = Math.abs(utcOffsetMinutes);
  const [hours, minutes] = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0"));
  return `${localTime(at, utcOffsetMinutes).replace(" ", "T")}${utcOffsetMinutes < 0 ? "-" : "+"}${hours}:${minutes}`;
}

/** A person's validity ends in 2037 at the latest (A.3.122). */
export const endsBy2037 = () =>
  z.date().refine((date) => date.getUTCFullYear() <= 2037, "must not be later than the year 2037");

/** "2024/01/31", also with "-" or "." and a time behind it, as "2024-01-31"; null for anything else. */
export function toLocalDate(value: unknown): string | null {
  const found = /^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[T\s])/.exec(toText(value) ?? "");
  if (!found) return null;
  const [year = 0, month = 0, day = 0] = found.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}

/** "09:11:44", "9:11" or "9:11 PM" as "09:11:44"; null for anything else. */
export function toLocalTime(value: unknown): string | null {
  const found = /^\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?\s*$/i.exec(toText(value) ?? "");
  if (!found) return null;
  const [hour = 0, minute = 0, second = 0] = found.slice(1, 4).map((part) => Number(part ?? 0));
  const half = found[4]?.toUpperCase();
  if (minute > 59 || second > 59 || hour > (half === undefined ? 23 : 12)) return null;
  const hours = half === undefined ? hour : (hour % 12) + (half === "PM" ? 12 : 0);
  return [hours, minute, second].map((part) => String(part).padStart(2, "0")).join(":");
}

/** A calendar day, "2024-01-31", or null. */
export const readLocalDate = () => z.unknown().transform(toLocalDate);
