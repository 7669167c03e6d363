/** Words for moments and spans. Times are milliseconds since the epoch; zones are IANA names. */
export interface Viewer {
  locale: string;
  timeZone: string;
}

/** Holds the viewer's zone, so that the server can render in it. */
export const zoneCookie = "gatehouse-zone";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(viewer: Viewer, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${viewer.locale}|${viewer.timeZone}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(viewer.locale, { ...options, timeZone: viewer.timeZone });
    formats.set(key, made);
  }
  return made;
}

const clockParts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** "14:03", or "14:03:12". Always 24 hours: a shift runs round the clock. */
export function clock(at: number, viewer: Viewer, seconds = false): string {
  return format(viewer, seconds ? { ...clockParts, second: "2-digit" } : clockParts).format(at);
}

/** "23 Nov 2026", in the viewer's language. */
export function date(at: number, viewer: Viewer): string {
  return format(viewer, { day: "numeric", month: "short", year: "numeric" }).format(at);
}

/** "23 Nov 2026, 14:03". */
export function dateTime(at: number, viewer: Viewer, seconds = false): string {
  return `${date(at, viewer)}, ${clock(at, viewer, seconds)}`;
}

function sameDay(a: number, b: number, viewer: Viewer): boolean {
  return date(a, viewer) === date(b, viewer);
}

/** The clock today, the weekday with it within the week, else the date with it. */
export function moment(at: number, now: number, viewer: Viewer): string {
  if (sameDay(at, now, viewer)) return clock(at, viewer);
  if (at < now && now - at < 6 * day) return `${format(viewer, { weekday: "short" }).format(at)} ${clock(at, viewer)}`;
  return dateTime(at, viewer);
}

/** "40 s", "14 min", "4 h 53 min", "3 d 2 h". */
export function span(length: number): string {
  const ms = Math.max(0, length);
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  const [big, bigUnit, smallUnit] = ms < day ? [hour, "h", "min"] : [day, "d", "h"];
  const small = ms < day ? minute : hour;
  const rest = Math.floor((ms % big) / small);
  return `${Math.floor(ms / big)} ${bigUnit}${rest === 0 ? "" : ` ${rest} ${smallUnit}`}`;
}

/** "40 s ago", "14 min ago", and after an hour the moment itself. */
export function ago(at: number, now: number, viewer: Viewer): string {
  const length = now - at;
  if (length < hour) return `${span(length)} ago`;
  return moment(at, now, viewer);
}

/** An age that stacks in a list: "1:52" under ten minutes, then "12 min", after an hour the moment. */
export function age(at: number, now: number, viewer: Viewer): string {
  const length = Math.max(0, now - at);
  if (length < 10 * minute) {
    const seconds = Math.floor(length / second);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
  return length < hour ? span(length) : moment(at, now, viewer);
}

/** For the title: the site's time (or UTC) and the viewer's, one a line. */
export function bothZones(at: number, viewer: Viewer, site: { timeZone: string; name: string } | undefined): string {
  const there = site ?? { timeZone: "UTC", name: "UTC" };
  const first = `${dateTime(at, { locale: viewer.locale, timeZone: there.timeZone }, true)} ${there.name}`;
  return there.timeZone === viewer.timeZone ? first : `${first}\n${dateTime(at, viewer, true)} here`;
}
