import type { Random } from "./random";
import type { Json } from "./validate";

/** How alarms, rules and video are written in more than one way. Additions to spelling.ts. */

export const VIDEO_LOOSE =
  "level timeValue state alarmState pulseAlarm markState affirmedState dataRetransmission eventType targetType preRecord anr storageTime enableLocalStorage enableCloudStorage systemTemplate saveState generationMode encrypted".split(
    " ",
  );

const OTHER_NAMES: Readonly<Record<string, string>> = {
  alarmLogList: "alarmlogList",
  receivingSchedule: "alarmpriorities",
  taskId: "taskid",
  sourceID: "sourceId",
  areaID: "areaId",
  linkageTypes: "linkageType",
};
const FILE_URL = /^https?:\/\/[^/]+\/hccopen\/capture\//;

/** Another name a field goes by, now and then; addresses of files are url or URL. */
export function otherName(key: string, value: Json, list: string, random: Random): string {
  if (key === "guid" && list === "alarmLogList") return random.pick(["guid", "alarmId"]);
  if (key === "url" && typeof value === "string" && FILE_URL.test(value)) return random.pick(["url", "URL"]);
  // Recordings alone: access records have a list of the same name, which the guide always calls so.
  if (key === "recordList" && isRecordings(value)) return random.pick(["recordList", "recordSetting"]);
  const other = OTHER_NAMES[key];
  return other !== undefined && random.chance(0.5) ? other : key;
}

const isRecordings = (value: Json) =>
  Array.isArray(value) &&
  value.every((row) => row !== null && typeof row === "object" && "targetType" in row) &&
  value.length > 0;

/** Another form of a value: a flag as a boolean, times in UTC or without their zone. Undefined where there is none. */
export function otherForm(key: string, value: Json, random: Random): Json | undefined {
  if (key === "moreData") return random.pick([value, String(value), value === 1]);
  if (key !== "timeInfo" || typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const form = random.pick<(time: string) => string>([
    (time) => time,
    (time) => new Date(time).toISOString().replace(".000Z", "Z"),
    (time) => time.slice(0, 19).replace("T", " "),
  ]);
  const times = Object.entries(value).map(([name, time]) => [name, time === "" ? "" : form(String(time))] as const);
  return Object.fromEntries(times);
}

/** A bare true may stand in an object of its own; a device's XML may come without its first line. */
export function otherData(data: Json, random: Random): Json {
  if (typeof data === "boolean") return random.pick<Json>([data, { data }]);
  if (typeof data === "string" && random.chance(0.5)) return data.replace(/^<\?xml[^>]*\?>\s*/, "");
  return data;
}
