import type { z } from "zod";
import { endpoint } from "../endpoint";
import { nothing } from "../tolerant";
import { readAlarm, type Alarm } from "./alarm-object";
import { batchOf, batchSize, receivedBatch, subscribedTypes, type Unreadable } from "./queues-batch";

export type { Alarm } from "./alarm-object";
export type { Batch, Unreadable } from "./queues-batch";

/** With `raw`, the JSON as it came. */
export type AlarmMessage = (Alarm & { readonly raw: unknown }) | Unreadable;

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
  output: batchOf(["alarmMsg"], readAlarm()),
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
