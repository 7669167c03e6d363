import { accessEvents, type AccessCategory } from "./access-events";
import { maintenanceAlarms, onBoardMaintenanceAlarms } from "./maintenance-alarms";
import { describe, family, type Described, type Meaning } from "./meaning";
import { onBoardEvents } from "./on-board-events";
import { panelAlarms, videoAlarms } from "./video-alarms";

/** Families of A.1.4, and what A.1.5 adds. */
export type AlarmTypeCategory =
  | "video"
  | "alarmDetection"
  | "maintenance"
  | "onBoardMaintenance"
  | "onBoard"
  | "intercom"
  | "position"
  | AccessCategory;

type Row = readonly [code: string, meaning: Meaning<AlarmTypeCategory>];

/** Every code of A.1.4, in the order of its families. A code that two families list is here twice. */
const v1: readonly Row[] = [
  ...family("video", videoAlarms),
  ...family("alarmDetection", panelAlarms),
  ...family("maintenance", maintenanceAlarms),
  ...family("onBoardMaintenance", onBoardMaintenanceAlarms),
  ...onBoardEvents(0),
  ...accessEvents(0),
];

const v2: readonly Row[] = [
  ...v1,
  ...family("intercom", { "140001": ["intercomCall", "Intercom call"] }),
  ...family("position", { "330001": ["position", "Position of a vehicle"] }),
];

// The first family that lists a code wins.
const toMap = (rows: readonly Row[]): ReadonlyMap<string, Meaning<AlarmTypeCategory>> => new Map([...rows].reverse());

/** Types of the alarm queue and of alarm rules and logs (A.1.4), by code. */
export const alarmTypes = toMap(v1);

/** Types of the V2 queue (A.1.5): every alarm type, intercom calls and positions. */
export const eventTypes = toMap(v2);

/** What an alarm or event type means: `describeAlarmType("10002").label` is "Motion". Knows A.1.4 and A.1.5. */
export function describeAlarmType(code: string): Described<AlarmTypeCategory> {
  return describe(eventTypes, code, "Alarm type");
}
