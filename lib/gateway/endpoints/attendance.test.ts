import { expect, test } from "vitest";
import { toRequest } from "../endpoint";
import { read, refused } from "../fixtures/reading";
import fixtures from "../fixtures/attendance.json";
import { offsetTime, toLocalDate, toLocalTime } from "../local-time";
import * as gateway from ".";

const january = {
  from: new Date("2023-12-31T16:00:00Z"),
  to: new Date("2024-01-31T15:59:59Z"),
  utcOffsetMinutes: 480,
};

test("is asked for with the place's offset, in formats we know", () => {
  const input = { ...january, pageSize: 20, personName: "abc", personCode: "123" };
  expect(toRequest(gateway.listTimeCards, input).body).toEqual({
    pageIndex: 1,
    pageSize: 20,
    beginTime: "2024-01-01T00:00:00+08:00",
    endTime: "2024-01-31T23:59:59+08:00",
    personName: "abc",
    personCode: "123",
    dateFormat: "yyyy/MM/dd",
    timeFormat: "HH:mm:ss",
    durationFormat: "HH:MM",
  });
  expect(toRequest(gateway.listTimeCards, { ...january, groupIds: ["1"] }).body).toMatchObject({
    pageSize: 200,
    personGroupIds: ["1"],
  });
  expect(refused(gateway.listTimeCards, { ...january, pageSize: 201 })).toBe("pageSize");
  expect(refused(gateway.listTimeCards, { ...january, groupIds: [] })).toMatch(/^groupIds/);
  expect(refused(gateway.listTimeCards, { ...january, to: new Date("2023-01-01") })).toBe("to");
});

test("is read as the guide prints it", () => {
  expect(read(gateway.listTimeCards, fixtures.timeCards)).toEqual({
    items: [
      {
        personCode: "123",
        firstName: "abc",
        lastName: "def",
        name: "abc def",
        groupName: "xxx",
        date: "2024-01-01",
        weekday: "monday",
        timetable: "Time Table Name",
        dueIn: "2024-01-01T09:00:00",
        dueOut: "2024-01-01T18:00:00",
        cameIn: "2024-01-01T09:00:00",
        cameInBy: "correction",
        cameInDevice: null,
        cameInArea: null,
        wentOut: "2024-01-01T18:00:00",
        wentOutBy: "correction",
        wentOutDevice: null,
        wentOutArea: null,
        status: "normal",
        workMinutes: 0,
        absenceMinutes: 0,
        lateMinutes: 0,
        earlyMinutes: 0,
        breakMinutes: 0,
        leaveMinutes: 0,
        overtimeMinutes: 0,
        workdayOvertimeMinutes: 0,
        weekendOvertimeMinutes: 0,
      },
    ],
    skipped: 0,
    more: false,
  });
});

test("a missing punch is null, whatever the spelling", () => {
  const [card] = read(gateway.listTimeCards, fixtures.timeCardsSample).items;
  expect(card).toMatchObject({
    name: "Person A",
    groupName: "Sales",
    weekday: "friday",
    cameIn: "2026-06-05T09:11:44",
    cameInBy: "mobile",
    wentOut: null,
    wentOutBy: "unknown",
    dueIn: null,
    status: "unknown",
    workMinutes: 0,
    lateMinutes: null,
  });
  expect(read(gateway.listTimeCards, fixtures.timeCardsEmpty)).toEqual({ items: [], skipped: 0, more: false });
});

test("a night shift ends on another day; a further page is told", () => {
  const { items, skipped, more } = read(gateway.listTimeCards, fixtures.timeCardsMore);
  expect([skipped, more]).toEqual([1, true]);
  expect(items[0]).toMatchObject({
    weekday: "wednesday",
    cameIn: "2024-01-31T22:05:00",
    wentOut: "2024-02-01T06:01:09",
    cameInBy: "record",
    wentOutBy: "unknown",
    status: "lateAndEarlyLeave",
    workMinutes: 476,
    lateMinutes: 5,
  });
  const wrong = { errorCode: "0", data: { reportDataList: "none" } };
  expect(() => read(gateway.listTimeCards, wrong)).toThrow("data.reportDataList");
});

test("days and times of a place", () => {
  const at = new Date("2022-10-28T03:08:23.999Z");
  expect([0, 345, -570].map((offset) => offsetTime(at, offset))).toEqual([
    "2022-10-28T03:08:23+00:00",
    "2022-10-28T08:53:23+05:45",
    "2022-10-27T17:38:23-09:30",
  ]);
  const days = ["2024/02/29", "2024.1.5", "2027-05-31T23:59:59", "2023/02/29", "31/01/2024", "20240131", null, 5];
  expect(days.map(toLocalDate)).toEqual(["2024-02-29", "2024-01-05", "2027-05-31", null, null, null, null, null]);
  const times = ["9:05", "09:05:07", "12:00 AM", "12:30 pm", "13:00 PM", "24:00", "", undefined];
  expect(times.map(toLocalTime)).toEqual(["09:05:00", "09:05:07", "00:00:00", "12:30:00", null, null, null, null]);
});
