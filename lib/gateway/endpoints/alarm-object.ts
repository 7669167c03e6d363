import { z } from "zod";
import {
  readBoolean,
  readId,
  readIdOrNull,
  readObjectOrNull,
  readRows,
  readTextOrNull,
  readWord,
  readWords,
  record,
} from "../tolerant";
import { readVehicleRelatedInfo } from "../vehicle-info";
import { readPriority } from "./alarm-rules";
import { MessageSource, NO_SOURCE, readFiles, readPlate, readQueue, toMoment } from "./queues-parts";

const readTimes = (utcOffsetMinutes: number) =>
  readObjectOrNull(
    record({
      startTime: z.unknown(),
      startTimeLocal: z.unknown(),
      endTime: z.unknown(),
      endTimeLocal: z.unknown(),
    }).transform((row) => ({
      started: toMoment([row.startTime], row.startTimeLocal, utcOffsetMinutes),
      ended: toMoment([row.endTime], row.endTimeLocal, utcOffsetMinutes),
    })),
  );

const Rule = record({ id: readIdOrNull(), name: readTextOrNull(), description: readTextOrNull() }).transform((rule) =>
  rule.id === null && rule.name === null ? null : rule,
);

const LINKAGES: Readonly<Record<string, string>> = {
  0: "recording",
  1: "map",
  2: "alarmOutput",
  3: "popUp",
  4: "door",
};

const Named = record({ id: readId(), name: readTextOrNull() });

const LinkageConfig = record({
  linkCamera: readObjectOrNull(record({ camera: readRows(Named) })),
  linkAlarmOutput: readObjectOrNull(record({ alarmOutput: readRows(Named) })),
});

type AlarmKind = "start" | "pulse" | "end" | "confirm" | "mark" | "unknown";

interface State {
  readonly msgType: string | null;
  readonly alarmState: boolean | null;
  readonly pulseAlarm: boolean | null;
}

/** A row without a message type (the alarm log has none) speaks by its state. */
function kindOf({ msgType, alarmState, pulseAlarm }: State): AlarmKind {
  const type = msgType ?? (alarmState === null ? null : alarmState ? "1" : "0");
  if (type === "1") return pulseAlarm ? "pulse" : "start";
  return type === "0" ? "end" : type === "2" ? "confirm" : type === "3" ? "mark" : "unknown";
}

const EventType = readObjectOrNull(record({ eventType: readIdOrNull() }));
const Source = readObjectOrNull(MessageSource);

/**
 * An alarm wherever the gateway shows one, in a queue or in its log (A.3.20); refused without its guid. Times without a
 * zone are on clocks `utcOffsetMinutes` east of UTC. What a list of the guide does not name keeps its code.
 */
export const readAlarm = (utcOffsetMinutes = 0) =>
  record(
    {
      guid: readId(),
      systemId: readIdOrNull(),
      dataRetransmission: readWord({ 1: "realTime", 0: "delayed" }),
      msgType: readIdOrNull(),
      alarmState: readBoolean(),
      pulseAlarm: readBoolean(),
      alarmMainCategory: readIdOrNull(),
      alarmSubCategory: readIdOrNull(),
      timeInfo: readTimes(utcOffsetMinutes),
      eventSource: z.unknown(),
      alarmRule: readObjectOrNull(Rule),
      alarmPriority: readPriority(),
      markState: readBoolean(),
      affirmedState: readBoolean(),
      fileInfo: readFiles(),
      linkageTypes: readWords(),
      linkageConfig: readObjectOrNull(LinkageConfig),
      vehicleRelatedInfo: readVehicleRelatedInfo(),
      queueRelatedInfo: readQueue(utcOffsetMinutes),
      anprinfo: readPlate(),
    },
    {
      guid: ["alarmId", "alarmGuid"],
      linkageTypes: ["linkageType"],
      vehicleRelatedInfo: ["vehicleReletedInfo"],
      queueRelatedInfo: ["queueReletedInfo"],
    },
  ).transform((row) => ({
    /** What the message says; of a row of the log, whether the alarm goes on ("start", "pulse") or is over ("end"). */
    kind: kindOf(row),
    guid: row.guid,
    systemId: row.systemId,
    /** Code of A.1.4. */
    type: EventType.parse(row.eventSource)?.eventType ?? null,
    /** Codes of A.1.1: see ../dictionary. */
    mainCategory: row.alarmMainCategory,
    subCategory: row.alarmSubCategory,
    /** Here 1 is real time and 0 is later: the opposite of the V2 queue. */
    delivery: row.dataRetransmission,
    /** Whether it is going on; null when the message does not say. */
    active: row.alarmState,
    /** Whether the alarm is one of pulses, without an end of its own; null when the message does not say. */
    pulse: row.pulseAlarm,
    startedAt: row.timeInfo?.started.at ?? null,
    endedAt: row.timeInfo?.ended.at ?? null,
    /** Minutes east of the device's clock; null when the times came without a zone. */
    utcOffsetMinutes: row.timeInfo?.started.utcOffsetMinutes ?? row.timeInfo?.ended.utcOffsetMinutes ?? null,
    ...(Source.parse(row.eventSource) ?? NO_SOURCE),
    rule: row.alarmRule,
    priority: row.alarmPriority,
    /** Acknowledged and marked in the vendor's own client; there is no call for either. */
    acknowledged: row.affirmedState,
    marked: row.markState,
    files: row.fileInfo,
    linkages: row.linkageTypes.map((code) => LINKAGES[code] ?? code),
    linkedCameras: row.linkageConfig?.linkCamera?.camera.items ?? [],
    linkedAlarmOutputs: row.linkageConfig?.linkAlarmOutput?.alarmOutput.items ?? [],
    vehicle: row.vehicleRelatedInfo,
    queue: row.queueRelatedInfo,
    plate: row.anprinfo,
  }));

/**
 * An alarm (A.3.20). Messages of one alarm share its `guid` and come in any order: start, end, confirm, mark; a start
 * whose guid is known already is a pulse, or brings files that came late.
 */
export type Alarm = z.output<ReturnType<typeof readAlarm>>;
