import { z } from "zod";
import { describeAlarmType } from "../dictionary/alarm-types";
import { endpoint } from "../endpoint";
import { nothing, readId, readIdOrNull, readObjectOrNull, readWord, record } from "../tolerant";
import { readVehicleRelatedInfo } from "../vehicle-info";
import { batchOf, batchSize, receivedBatch, subscribedTypes, type Unreadable } from "./queues-batch";
import { MessageSource, NO_SOURCE, readCall, readFiles, readPlate, readQueue, toMoment } from "./queues-parts";

/** Alarms of every family are "alarm"; "unknown" is a type the dictionary does not list. */
function kindOf(type: string): "alarm" | "intercom" | "position" | "unknown" {
  const { category } = describeAlarmType(type);
  return category === "unknown" || category === "intercom" || category === "position" ? category : "alarm";
}

const BasicInfo = record(
  {
    systemId: readIdOrNull(),
    occurrenceTime: z.unknown(),
    dataRetransmission: readWord({ 0: "realTime", 1: "delayed" }),
    resourceInfo: readObjectOrNull(MessageSource),
  },
  { resourceInfo: ["resource"] },
);

const EventData = record(
  {
    fileInfo: readFiles(),
    vehicleRelatedInfo: readVehicleRelatedInfo(),
    queueRelatedInfo: readQueue(),
    anprinfo: readPlate(),
    deviceTalkInfo: readCall(),
  },
  { vehicleRelatedInfo: ["vehicleReletedInfo"], queueRelatedInfo: ["queueReletedInfo"] },
);

const EventRow = record(
  {
    eventId: readId(),
    eventType: readId(),
    basicInfo: readObjectOrNull(BasicInfo),
    eventData: readObjectOrNull(EventData),
  },
  { eventData: ["evenData", "data"] },
).transform(({ eventId, eventType, basicInfo, eventData }) => {
  const occurred = toMoment([basicInfo?.occurrenceTime]);
  return {
    kind: kindOf(eventType),
    id: eventId,
    /** Code of A.1.5. */
    type: eventType,
    systemId: basicInfo?.systemId ?? null,
    delivery: basicInfo?.dataRetransmission ?? ("unknown" as const),
    occurredAt: occurred.at,
    /** Minutes east the time was written with; null when it came without a zone and counts as UTC. */
    utcOffsetMinutes: occurred.utcOffsetMinutes,
    ...(basicInfo?.resourceInfo ?? NO_SOURCE),
    files: eventData?.fileInfo ?? [],
    vehicle: eventData?.vehicleRelatedInfo ?? null,
    queue: eventData?.queueRelatedInfo ?? null,
    plate: eventData?.anprinfo ?? null,
    call: eventData?.deviceTalkInfo ?? null,
  };
});

/** An event of the V2 queue (A.3.60): without rule, priority, start or end. */
export type CombineEvent = z.output<typeof EventRow>;
/** With `raw`, the JSON as it came. */
export type CombineMessage = (CombineEvent & { readonly raw: unknown }) | Unreadable;

const wireTypes = ({ types }: z.output<typeof subscribedTypes>) => (types === "all" ? {} : { msgType: types });

/**
 * Subscribes to the V2 queue: alarms of every type, intercom calls (140001) and positions (330001); of the given types
 * or all, by not naming any. Newer servers no longer have this queue. Lapses after two days without a pull. Guide 5.3.2.
 */
export const subscribeCombined = endpoint({
  name: "combinedQueue.subscribe",
  path: "POST /combine/v1/mq/subscribe",
  section: "5.3.2",
  kind: "idempotent",
  input: subscribedTypes.transform((input) => ({ subscribeType: 1, ...wireTypes(input) })),
  output: nothing(),
});

/** Ends the subscription to the V2 queue, of the given types or altogether. Guide 5.3.2. */
export const unsubscribeCombined = endpoint({
  name: "combinedQueue.unsubscribe",
  path: "POST /combine/v1/mq/subscribe",
  section: "5.3.2",
  kind: "idempotent",
  input: subscribedTypes.transform((input) => ({ subscribeType: 0, ...wireTypes(input) })),
  output: nothing(),
});

/**
 * The next batch of events, or the same one as long as it is not confirmed; null when there is none. `dataRetransmission`
 * means the opposite of the alarm queue's. Reads the spellings of table and examples alike (eventData, evenData, data;
 * resourceInfo, resource; Releted). Guide 5.3.2, A.1.5, A.3.60.
 */
export const pullCombined = endpoint({
  name: "combinedQueue.pull",
  path: "POST /combine/v1/mq/messages",
  section: "5.3.2",
  kind: "read",
  input: batchSize.transform(({ most }) => ({ maxNumberPerTime: most })),
  output: batchOf(["events", "event"], EventRow),
});

/** Says that a batch was received; it never comes again. OPEN000012: no such batch. Guide 5.3.2. */
export const confirmCombined = endpoint({
  name: "combinedQueue.confirm",
  path: "POST /combine/v1/mq/messages/complete",
  section: "5.3.2",
  kind: "idempotent",
  input: receivedBatch,
  output: nothing(),
});
