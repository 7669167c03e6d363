import { z } from "zod";
import { endpoint } from "../endpoint";
import { offsetTime, readLocalDate, toLocalDate, toLocalTime, utcOffset } from "../local-time";
import { nonEmptyIds, pageFields, present, text } from "../strict";
import {
  pageOf,
  pick,
  readIdOrNull,
  readText,
  readTextOrNull,
  readWord,
  record,
  isRecord,
  toBoolean,
  toInteger,
  toText,
} from "../tolerant";
import type { Page } from "../tolerant";

const sources = { 0: "unknown", 1: "record", 2: "correction", 3: "mobile", 4: "notRequired" } as const;
const states = { 1: "normal", 2: "late", 3: "earlyLeave", 4: "lateAndEarlyLeave", 5: "absent", 6: "leave" } as const;
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

/** 0 is Sunday; a word is read too. */
const readWeekday = () =>
  z.unknown().transform((value): (typeof weekdays)[number] | null => {
    const word = toText(value)?.trim().toLowerCase() ?? "";
    return weekdays.find((day) => day === word) ?? weekdays[toInteger(value) ?? -1] ?? null;
  });

/** "01:30" or "90" as minutes; null when it says nothing. */
const readMinutes = () =>
  z.unknown().transform((value) => {
    const given = toText(value)?.trim() ?? "";
    const [, hours, minutes] = /^(\d+):(\d{2})(?::\d{2})?$/.exec(given) ?? [];
    if (hours !== undefined) return Number(hours) * 60 + Number(minutes);
    return toInteger(given);
  });

/** A day and a time of the place, "2024-01-31T09:00:00"; null without a time. */
function localMoment(day: unknown, time: unknown, otherwise: string | null): string | null {
  const clock = toLocalTime(time);
  const date = toLocalDate(day) ?? otherwise;
  return clock === null || date === null ? null : `${date}T${clock}`;
}

const raw = () => z.unknown();

const TimeCard = record(
  {
    personCode: readIdOrNull(),
    firstName: readText(),
    lastName: readText(),
    fullName: readTextOrNull(),
    groupName: readTextOrNull(),
    date: readLocalDate(),
    weekday: readWeekday(),
    timetableName: readTextOrNull(),
    ...{ checkInDate: raw(), checkInTime: raw(), checkOutDate: raw(), checkOutTime: raw() },
    ...{ clockInDate: raw(), clockInTime: raw(), clockOutDate: raw(), clockOutTime: raw() },
    clockInSource: readWord(sources),
    clockInDevice: readTextOrNull(),
    clockInArea: readTextOrNull(),
    clockOutSource: readWord(sources),
    clockOutDevice: readTextOrNull(),
    clockOutArea: readTextOrNull(),
    attendanceStatus: readWord(states),
    workDuration: readMinutes(),
    absenceDuration: readMinutes(),
    lateDuration: readMinutes(),
    earlyDuration: readMinutes(),
    breakDuration: readMinutes(),
    leaveDuration: readMinutes(),
    overtimeDuration: readMinutes(),
    workdayOvertimeDuration: readMinutes(),
    weekendOvertimeDuration: readMinutes(),
  },
  { groupName: ["fullPath"] },
)
  .refine((row) => row.date !== null, { path: ["date"], message: "is not a day" })
  .transform((row) => ({
    personCode: row.personCode,
    firstName: row.firstName,
    lastName: row.lastName,
    name: row.fullName ?? [row.firstName, row.lastName].filter((part) => part.trim() !== "").join(" "),
    /** Name of the department, or its path. */
    groupName: row.groupName,
    date: row.date ?? "",
    weekday: row.weekday,
    timetable: row.timetableName,
    /** When to come and go, and when that was; local time of the place. Null: a missing punch. */
    dueIn: localMoment(row.checkInDate, row.checkInTime, row.date),
    dueOut: localMoment(row.checkOutDate, row.checkOutTime, row.date),
    cameIn: localMoment(row.clockInDate, row.clockInTime, row.date),
    cameInBy: row.clockInSource,
    cameInDevice: row.clockInDevice,
    cameInArea: row.clockInArea,
    wentOut: localMoment(row.clockOutDate, row.clockOutTime, row.date),
    wentOutBy: row.clockOutSource,
    wentOutDevice: row.clockOutDevice,
    wentOutArea: row.clockOutArea,
    status: row.attendanceStatus,
    workMinutes: row.workDuration,
    absenceMinutes: row.absenceDuration,
    lateMinutes: row.lateDuration,
    earlyMinutes: row.earlyDuration,
    breakMinutes: row.breakDuration,
    leaveMinutes: row.leaveDuration,
    overtimeMinutes: row.overtimeDuration,
    workdayOvertimeMinutes: row.workdayOvertimeDuration,
    weekendOvertimeMinutes: row.weekendOvertimeDuration,
  }));

/** One day of one person, with its timetable and punches. */
export type TimeCard = z.output<typeof TimeCard>;

const rows = pageOf("reportDataList", TimeCard);

/**
 * Attendance of each person and day between two moments, up to 200 a page; `more` tells of a further page, there is no
 * total. Name and code find parts. Empty for persons without a timetable, whatever they punched; has mobile punches that
 * access records lack. Formats are always asked for as yyyy/MM/dd, HH:mm:ss and HH:MM. Guide 5.10.1, 4.16, A.3.164.
 */
export const listTimeCards = endpoint({
  name: "attendance.timeCards",
  path: "POST /attendance/v1/report/totaltimecard/list",
  section: "5.10.1",
  kind: "read",
  paging: { style: "pageIndex", max: 200 },
  timeoutMs: 30_000,
  input: z
    .strictObject({
      ...pageFields(200),
      from: z.date(),
      to: z.date(),
      /** Of the place whose days are meant. */
      utcOffsetMinutes: utcOffset(),
      personName: text(255).optional(),
      personCode: text(16).optional(),
      /** Default: every department the account may see. */
      groupIds: nonEmptyIds().optional(),
    })
    .refine((input) => input.from <= input.to, { path: ["to"], message: "must not be before the beginning" })
    .transform((input) =>
      present({
        pageIndex: input.page,
        pageSize: input.pageSize,
        beginTime: offsetTime(input.from, input.utcOffsetMinutes),
        endTime: offsetTime(input.to, input.utcOffsetMinutes),
        personName: input.personName,
        personCode: input.personCode,
        personGroupIds: input.groupIds,
        dateFormat: "yyyy/MM/dd",
        timeFormat: "HH:mm:ss",
        durationFormat: "HH:MM",
      }),
    ),
  output: z.unknown().transform((data, context): Omit<Page<TimeCard>, "total"> & { more: boolean } => {
    const page = rows.safeParse(data);
    if (page.success) {
      const { items, skipped } = page.data;
      return { items, skipped, more: isRecord(data) && toBoolean(pick(data, "moreData")) === true };
    }
    for (const { path, message } of page.error.issues) context.addIssue({ code: "custom", path: [...path], message });
    return z.NEVER;
  }),
});
