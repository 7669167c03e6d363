import type { Json } from "../validate";
import { employees } from "../world/attendance";
import type { Employee } from "../world/attendance";
import { DUE_IN, DUE_OUT, workDay } from "../world/work-day";
import type { WorkDay } from "../world/work-day";
import { has, span } from "./asked";
import type { Handler } from "./handler";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const two = (value: number) => String(value).padStart(2, "0");

/** A day since 1970 in one of the guide's formats (A.2.2). */
function dateText(day: number, format: string): string {
  const date = new Date(day * DAY_MS);
  const parts: Record<string, string> = {
    yyyy: String(date.getUTCFullYear()),
    yy: two(date.getUTCFullYear() % 100),
    MM: two(date.getUTCMonth() + 1),
    dd: two(date.getUTCDate()),
  };
  return format.replace(/yyyy|yy|MM|dd/g, (part) => parts[part] ?? "");
}

/** Minutes after midnight in one of the guide's formats (A.2.3). */
function timeText(minutes: number, seconds: number, format: string): string {
  const hour = Math.floor(minutes / 60) % 24;
  const half = hour % 12 === 0 ? 12 : hour % 12;
  const parts: Record<string, string> = {
    HH: two(hour),
    H: String(hour),
    hh: two(half),
    h: String(half),
    mm: two(minutes % 60),
    ss: two(seconds),
    tt: hour < 12 ? "AM" : "PM",
  };
  return format.replace(/HH|H|hh|h|mm|ss|tt/g, (part) => parts[part] ?? "");
}

interface Formats {
  date: string;
  time: string;
  duration: string;
}

interface Place {
  door: string;
  area: string;
}

function row(employee: Employee, place: Place, day: number, work: WorkDay, formats: Formats, gone: boolean): Json {
  const { person, groupName } = employee;
  const length = (minutes: number) => {
    const whole = Math.max(0, Math.round(minutes));
    return formats.duration === "MM" ? String(whole) : `${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
  };
  const date = dateText(day, formats.date);
  const out = gone ? work.out : null;
  const punch = (kind: "In" | "Out", minutes: number | null) => ({
    [`clock${kind}Date`]: minutes === null ? "" : date,
    [`clock${kind}Time`]: minutes === null ? "" : timeText(minutes, work.seconds, formats.time),
    [`clock${kind}Source`]: minutes === null ? 0 : work.source,
    [`clock${kind}Device`]: minutes === null || work.source !== 1 ? "" : place.door,
    [`clock${kind}Area`]: minutes === null || work.source !== 1 ? "" : place.area,
  });
  const worked = work.in === null || out === null ? 0 : out - work.in - 60;
  const overtime = out === null ? 0 : out - DUE_OUT;
  return {
    firstName: person.firstName,
    lastName: person.lastName,
    fullName: `${person.firstName} ${person.lastName}`.trim(),
    personCode: person.code,
    groupName,
    date,
    weekday: (day + 4) % 7,
    timetableName: "General",
    checkInDate: date,
    checkInTime: timeText(DUE_IN, 0, formats.time),
    checkOutDate: date,
    checkOutTime: timeText(DUE_OUT, 0, formats.time),
    ...punch("In", work.in),
    ...punch("Out", out),
    attendanceStatus: work.status,
    workDuration: length(worked),
    absenceDuration: length(work.status === 5 ? 480 : 0),
    lateDuration: length(work.in === null ? 0 : work.in - DUE_IN),
    earlyDuration: length(out === null ? 0 : DUE_OUT - out),
    breakDuration: length(worked > 0 ? 60 : 0),
    leaveDuration: length(work.status === 6 ? 480 : 0),
    overtimeDuration: length(overtime),
    workdayOvertimeDuration: length(overtime),
    weekendOvertimeDuration: length(0),
  };
}

/** Whether somebody belongs to the account on a day, by the days of their validity. */
const belongs = ({ startsAt, endsAt }: Employee["person"], day: number) =>
  startsAt < (day + 1) * DAY_MS && endsAt > day * DAY_MS;

/**
 * Guide 5.10.1. Days as the offset of the beginning has them, none of the future; days off have no row. Throws
 * OPEN000026, OPEN000030. The times are those of the swipes at the person's first door.
 */
const listTimeCards: Handler = ({ world, clock }, input) => {
  const { from, to, offset } = span(input, "beginTime", "endTime");
  const local = (at: number) => at + offset * MINUTE_MS;
  const now = local(clock.now());
  const groups = input.texts("personGroupIds");
  const staff = employees(world).filter(
    ({ person }) =>
      has(`${person.firstName} ${person.lastName}`, input.text("personName")) &&
      has(person.code, input.text("personCode")) &&
      (groups.length === 0 || groups.includes(person.groupId)),
  );
  const formats: Formats = {
    date: input.text("dateFormat") || "yyyy/MM/dd",
    time: input.text("timeFormat") || "HH:mm",
    duration: input.text("durationFormat") || "HH:MM",
  };
  const [pageIndex, pageSize] = [input.integer("pageIndex") || 1, input.integer("pageSize") || 20];
  const [skip, end] = [(pageIndex - 1) * pageSize, pageIndex * pageSize];
  const rows: Json[] = [];
  let seen = 0;
  const lastDay = Math.floor(Math.min(local(to), now) / DAY_MS);
  for (let day = Math.floor(local(from) / DAY_MS); day <= lastDay && seen <= end; day++) {
    for (const employee of staff) {
      const work = belongs(employee.person, day) ? workDay(world.seed, employee.person.id, day) : null;
      const minutesToday = (now - day * DAY_MS) / MINUTE_MS;
      if (work === null || (work.in !== null && work.in > minutesToday)) continue;
      if (seen >= skip && seen < end) {
        const resource = employee.entrance?.resource;
        const place = { door: resource?.name ?? "", area: world.areas.get(resource?.areaId ?? "")?.name ?? "" };
        rows.push(row(employee, place, day, work, formats, (work.out ?? 0) <= minutesToday));
      }
      seen++;
    }
  }
  return { pageIndex, pageSize, moreData: seen > end ? 1 : 0, reportDataList: rows };
};

export const attendanceHandlers: Record<string, Handler> = {
  "/attendance/v1/report/totaltimecard/list": listTimeCards,
};
