import { z } from "zod";
import { endpoint } from "../endpoint";
import {
  nothing,
  readBoolean,
  readId,
  readIdOrNull,
  readInteger,
  readObjectOrNull,
  readRows,
  readTextOrNull,
  readWord,
  readWords,
  record,
} from "../tolerant";
import { batchOf, batchSize, receivedBatch, subscribedTypes, type Unreadable } from "./queues-batch";
import { MessageSource, NO_SOURCE, readFiles, readPlate, readQueue, readVehicle, toMoment } from "./queues-parts";

export type { Batch, Unreadable } from "./queues-batch";

const Times = record({
  startTime: z.unknown(),
  startTimeLocal: z.unknown(),
  endTime: z.unknown(),
  endTimeLocal: z.unknown(),
}).transform((row) => ({
  started: toMoment([row.startTime], row.startTimeLocal),
  ended: toMoment([row.endTime], row.endTimeLocal),
}));

const Rule = record({ id: readId(), name: readTextOrNull(), description: readTextOrNull() });

const Priority = record({
  id: readIdOrNull(),
  level: readInteger(),
  levelName: readTextOrNull(),
  color: readTextOrNull(),
}).transform((row) => ({
  id: row.id,
  /** 1 is the highest. */
  level: row.level,
  name: row.levelName,
  /** "#F40B0B"; null when it is no colour. */
  colour: /^#[0-9a-f]{6}$/i.test(row.color ?? "") ? row.color : null,
}));

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

const AlarmRow = record(
  {
    guid: readId(),
    systemId: readIdOrNull(),
    dataRetransmission: readWord({ 1: "realTime", 0: "delayed" }),
    msgType: readIdOrNull(),
    alarmState: readBoolean(),
    pulseAlarm: readBoolean(),
    alarmMainCategory: readIdOrNull(),
    alarmSubCategory: readIdOrNull(),
    timeInfo: readObjectOrNull(Times),
    eventSource: z.unknown(),
    alarmRule: readObjectOrNull(Rule),
    alarmPriority: readObjectOrNull(Priority),
    markState: readBoolean(),
    affirmedState: readBoolean(),
    fileInfo: readFiles(),
    linkageTypes: readWords(),
    linkageConfig: readObjectOrNull(LinkageConfig),
    vehicleRelatedInfo: readVehicle(),
    queueRelatedInfo: readQueue(),
    anprinfo: readPlate(),
  },
  {
    linkageTypes: ["linkageType"],
    vehicleRelatedInfo: ["vehicleReletedInfo"],
    queueRelatedInfo: ["queueReletedInfo"],
  },
).transform((row) => {
  return {
    kind: kindOf(row),
    guid: row.guid,
    systemId: row.systemId,
    /** Code of A.1.4. */
    type: EventType.parse(row.eventSource)?.eventType ?? null,
    /** Codes of A.1.1. */
    mainCategory: row.alarmMainCategory,
    subCategory: row.alarmSubCategory,
    delivery: row.dataRetransmission,
    /** Whether it is going on; null when the message does not say. */
    active: row.alarmState,
    startedAt: row.timeInfo?.started.at ?? null,
    endedAt: row.timeInfo?.ended.at ?? null,
    /** Minutes east of the device's clock; null when the times came without a zone and count as UTC. */
    utcOffsetMinutes: row.timeInfo?.started.utcOffsetMinutes ?? row.timeInfo?.ended.utcOffsetMinutes ?? null,
    ...(Source.parse(row.eventSource) ?? NO_SOURCE),
    rule: row.alarmRule,
    priority: row.alarmPriority,
    /** Acknowledged and marked in the vendor's own client. */
    acknowledged: row.affirmedState,
    marked: row.markState,
    files: row.fileInfo,
    linkages: row.linkageTypes.map((code) => LINKAGES[code] ?? "unknown"),
    linkedCameras: row.linkageConfig?.linkCamera?.camera.items ?? [],
    linkedAlarmOutputs: row.linkageConfig?.linkAlarmOutput?.alarmOutput.items ?? [],
    vehicle: row.vehicleRelatedInfo,
    queue: row.queueRelatedInfo,
    plate: row.anprinfo,
  };
});

/**
 * An alarm as the queue tells it (A.3.20). Messages of one alarm share its `guid` and come in any order: start, end,
 * confirm, mark; a start whose guid is known already is a pulse, or brings files that came late.
 */
export type Alarm = z.output<typeof AlarmRow>;
/** With `raw`, the JSON as it came. */
export type AlarmMessage = (Alarm & { readonly raw: unknown }) | Unreadable;

/** Reads an alarm wherever the gateway shows one; refused without its guid. */
export const readAlarm = () => AlarmRow;

const wireTypes = ({ types }: z.output<typeof subscribedTypes>) =>
  types === "all" ? { subscribeMode: 0 } : { subscribeMode: 1, eventType: types.map(Number) };

/**
 * Subscribes to alarms of the given types (A.1.4) or of all. A subscription lapses after two days without a pull.
 * Guide 5.3.1, 4.2.
 */
export const subscribeAlarms = endpoint({
  name: "alarmQueue.subscribe",
  path: "POST /alarm/v1/mq/subscribe",
  section: "5.3.1",
  kind: "idempotent",
  input: subscribedTypes.transform((input) => ({ subscribeType: 1, ...wireTypes(input) })),
  output: nothing(),
});

/** Ends the subscription to alarms, of the given types or altogether. Guide 5.3.1. */
export const unsubscribeAlarms = endpoint({
  name: "alarmQueue.unsubscribe",
  path: "POST /alarm/v1/mq/subscribe",
  section: "5.3.1",
  kind: "idempotent",
  input: subscribedTypes.transform((input) => ({ subscribeType: 0, ...wireTypes(input) })),
  output: nothing(),
});

/**
 * The next batch of alarms, or the same one as long as it is not confirmed; null when there is none. Up to `most`
 * messages (100 to 500 by hundreds, 500 unless told). Messages are kept for three days, URLs of files die after 15
 * minutes. OPEN000016: not subscribed, or lapsed. Guide 5.3.1, A.3.20.
 */
export const pullAlarms = endpoint({
  name: "alarmQueue.pull",
  path: "POST /alarm/v1/mq/messages",
  section: "5.3.1",
  kind: "read",
  input: batchSize.transform(({ most }) => ({ maxNumberPerTime: most })),
  output: batchOf(["alarmMsg"], AlarmRow),
});

/**
 * Says that a batch was received; it never comes again. OPEN000012: no such batch, which is also what a second
 * confirmation of the same one is told. Guide 5.3.1.
 */
export const confirmAlarms = endpoint({
  name: "alarmQueue.confirm",
  path: "POST /alarm/v1/mq/messages/complete",
  section: "5.3.1",
  kind: "idempotent",
  input: receivedBatch,
  output: nothing(),
});
