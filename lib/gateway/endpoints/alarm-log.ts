import { z } from "zod";
import { endpoint } from "../endpoint";
import { localTime, utcOffset } from "../local-time";
import { gatewayId, moment, nonEmpty, pageFields, present } from "../strict";
import {
  isRecord,
  pick,
  readBoolean,
  readId,
  readIdOrNull,
  readInteger,
  readNumber,
  readObjectOrNull,
  readRows,
  readText,
  readTextOrNull,
  readUrl,
  readWord,
  readWords,
  record,
  toBoolean,
  toDate,
} from "../tolerant";
import { eventType, readAlarmCategory, readAlarmSubCategory, readPriority } from "./alarm-rules";
import { readCategory } from "./resource-devices";

const dayMs = 24 * 3_600_000;

const LoggedFile = record({
  type: readWord({ 1: "picture", 2: "video" }),
  url: readUrl(),
  saveState: readWord({
    0: "saved",
    1: "waiting",
    2: "saving",
    3: "savingFailed",
    4: "capturing",
    5: "capturingFailed",
  }),
  generationMode: readWord({ 1: "alarm", 2: "linkage" }),
  encrypted: readBoolean(),
}).transform((row) => ({
  type: row.type,
  /** Dies after 15 minutes. */
  url: row.url,
  state: row.saveState,
  madeBy: row.generationMode,
  encrypted: row.encrypted ?? false,
}));

const linkageWords = ["recording", "map", "alarmOutput", "popUp", "door"];

const LoggedSource = record({
  eventType: readIdOrNull(),
  sourceID: readIdOrNull(),
  sourceName: readTextOrNull(),
  sourceType: readIdOrNull(),
  areaID: readIdOrNull(),
  areaName: readTextOrNull(),
  deviceInfo: readObjectOrNull(
    record({
      devID: readIdOrNull(),
      devName: readTextOrNull(),
      devCategory: readCategory(),
      deviceSerial: readIdOrNull(),
    }),
  ),
}).transform((row) => ({
  /** A code of A.1.4. */
  eventType: row.eventType,
  type: row.sourceType,
  id: row.sourceID,
  name: row.sourceName,
  areaId: row.areaID,
  areaName: row.areaName,
  deviceId: row.deviceInfo?.devID ?? null,
  deviceName: row.deviceInfo?.devName ?? null,
  deviceCategory: row.deviceInfo?.devCategory ?? null,
  deviceSerial: row.deviceInfo?.deviceSerial ?? null,
}));

/** Rows of the log; times without a zone are on clocks `utcOffsetMinutes` east of UTC. */
const loggedAlarm = (utcOffsetMinutes: number) => {
  const readTime = () => z.unknown().transform((value) => toDate(value, utcOffsetMinutes));
  const queue = record({
    regionID: readIdOrNull(),
    regionName: readTextOrNull(),
    queueThreshold: readInteger(),
    peopleTargetId: readIdOrNull(),
    waitTime: readNumber(),
    startTime: readTime(),
    endTime: readTime(),
  }).transform((row) => ({
    regionId: row.regionID,
    regionName: row.regionName,
    threshold: row.queueThreshold,
    targetId: row.peopleTargetId,
    waitSeconds: row.waitTime,
    startedAt: row.startTime,
    endedAt: row.endTime,
  }));
  return record(
    {
      guid: readId(),
      dataRetransmission: readBoolean(),
      alarmState: readWord({ 0: "ended", 1: "started" }),
      pulseAlarm: readBoolean(),
      alarmMainCategory: readAlarmCategory(),
      alarmSubCategory: readAlarmSubCategory(),
      timeInfo: readObjectOrNull(
        record({ startTime: readTime(), endTime: readTime() }, { startTime: ["startTimeLocal"] }),
      ),
      eventSource: readObjectOrNull(LoggedSource),
      alarmRule: readObjectOrNull(record({ id: readIdOrNull(), name: readTextOrNull(), description: readText() })),
      alarmPriority: readPriority(),
      markState: readBoolean(),
      affirmedState: readBoolean(),
      fileInfo: readObjectOrNull(record({ file: readRows(LoggedFile) })),
      linkageType: readWords(),
      queueRelatedInfo: readObjectOrNull(record({ queueInfo: readObjectOrNull(queue) })),
      anprinfo: readObjectOrNull(
        record({
          licensePlate: readTextOrNull(),
          driveDirection: readWord({ 0: "backward", 1: "forward" }),
          vehicleListType: readWord({ 0: "blocklist", 1: "allowlist" }),
        }),
      ),
    },
    { guid: ["alarmId", "alarmGuid"], linkageType: ["linkageTypes"] },
  ).transform((row) => ({
    id: row.guid,
    /** Here 1 is real time and 0 is later: the opposite of other messages. Null when not said. */
    uploadedLater: row.dataRetransmission === null ? null : !row.dataRetransmission,
    state: row.alarmState,
    pulse: row.pulseAlarm,
    category: row.alarmMainCategory,
    subCategory: row.alarmSubCategory,
    startedAt: row.timeInfo?.startTime ?? null,
    endedAt: row.timeInfo?.endTime ?? null,
    source: row.eventSource,
    rule: row.alarmRule,
    priority: row.alarmPriority,
    marked: row.markState,
    /** As the vendor's own portal knows it; there is no call to acknowledge. */
    acknowledged: row.affirmedState,
    files: row.fileInfo?.file.items ?? [],
    linkages: row.linkageType.map((code) => linkageWords[Number(code)] ?? code),
    queue: row.queueRelatedInfo?.queueInfo ?? null,
    plate: row.anprinfo && {
      number: row.anprinfo.licensePlate,
      direction: row.anprinfo.driveDirection,
      list: row.anprinfo.vehicleListType,
    },
  }));
};

/** An alarm as the gateway's own log keeps it. A.3.20. */
export type LoggedAlarm = z.output<ReturnType<typeof loggedAlarm>>;

/** One page of the log. The log counts nothing; `more` tells whether to ask for the next page. */
export interface AlarmLogPage {
  readonly items: LoggedAlarm[];
  readonly more: boolean;
  readonly skipped: number;
}

const logPage = (utcOffsetMinutes: number, pageSize: number) => {
  const rows = readRows(loggedAlarm(utcOffsetMinutes));
  return z.unknown().transform((data, context): AlarmLogPage => {
    const body = data ?? {};
    const list = isRecord(body) ? pick(body, "alarmLogList") : body;
    const said = isRecord(body) ? toBoolean(pick(body, "moreData")) : null;
    const read = rows.safeParse(list);
    if (!read.success || (said === true && (list === undefined || list === null))) {
      context.addIssue({ code: "custom", message: "is not a list", path: ["alarmLogList"] });
      return z.NEVER;
    }
    const { items, skipped } = read.data;
    return { items, more: said ?? items.length + skipped >= pageSize, skipped };
  });
};

/**
 * Alarms of at most one day, up to 500 a page. The gateway takes times without a zone, which are written for a site
 * `utcOffsetMinutes` east of UTC; times without a zone in the answer are read so. `to` is at most a day after `from`.
 * One area at most: areaID is sent as a string, as in the example and in the newer guide (the table says String[]), and
 * is left out for all areas, which newer servers allow; older ones may answer OPEN000028. Guide 5.3.4, A.3.20, A.3.157.
 */
export const searchAlarmLog = endpoint({
  name: "alarmLog.search",
  path: "POST /alarm/v1/alarmlog",
  section: "5.3.4",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: z
    .strictObject({
      ...pageFields(500),
      from: moment(),
      to: moment(),
      utcOffsetMinutes: utcOffset(),
      areaId: gatewayId().optional(),
      eventTypes: nonEmpty(eventType()).optional(),
    })
    .refine(({ from, to }) => to > from, { path: ["to"], message: "must be after from" })
    .refine(({ from, to }) => to.getTime() - from.getTime() <= dayMs, {
      path: ["to"],
      message: "must be at most one day after from",
    })
    .transform(({ page, pageSize, from, to, utcOffsetMinutes, areaId, eventTypes }) =>
      present({
        pageIndex: page,
        pageSize,
        timeRange: { beginTime: localTime(from, utcOffsetMinutes), endTime: localTime(to, utcOffsetMinutes) },
        areaID: areaId,
        eventTypeList: eventTypes,
      }),
    ),
  output: logPage(0, 500),
  outputFor: ({ utcOffsetMinutes, pageSize }) => logPage(utcOffsetMinutes, pageSize ?? 500),
});
