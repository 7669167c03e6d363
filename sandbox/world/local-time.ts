import { localTime } from "./timezones";

const ZONELESS = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/;

const wall = (text: string) => Date.parse(`${text.replace(" ", "T")}Z`);

/** `yyyy-MM-ddTHH:mm:ss+08:00` of a moment on the clocks of a gateway zone. */
export function offsetTime(zoneId: string, at: number): string {
  const local = localTime(zoneId, at);
  const minutes = Math.round((wall(local) - at) / 60_000);
  const size = Math.abs(minutes);
  const digits = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0"));
  return `${local.replace(" ", "T")}${minutes < 0 ? "-" : "+"}${digits.join(":")}`;
}

/** Whether a text is a time `yyyy-MM-dd HH:mm:ss` that exists. */
export function isZoneless(text: string): boolean {
  return (
    ZONELESS.test(text) && !Number.isNaN(wall(text)) && new Date(wall(text)).toISOString().startsWith(text.slice(0, 10))
  );
}

/** Milliseconds between two zone-less times. */
export const zonelessSpan = (from: string, to: string) => wall(to) - wall(from);

/** Epoch ms of a zone-less time, as if it were UTC: right to within the fourteen hours any clock is off. */
export const zonelessAsUtc = wall;

/** Epoch ms of an ISO 8601 time with its offset; null for anything else. */
export function momentOf(text: string): number | null {
  const at = WITH_OFFSET.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
