import { integer, post, required, text, texts } from "./fields";
import type { Endpoint } from "./fields";

const subscribing = integer("subscribeType", { required, range: [0, 1] });
const batch = [text("batchId", { required, max: 256 })];
const amount = [text("maxNumberPerTime", { oneOf: ["100", "200", "300", "400", "500"] })];

/** The queues of chapters 5.3.1, 5.3.2 and 5.4.1. rawmsg wants `msgType` to be there, be it empty. */
export const queuesContract: readonly Endpoint[] = [
  post("5.3.1", "/alarm/v1/mq/subscribe", [
    subscribing,
    integer("subscribeMode", { required, range: [0, 1] }),
    texts("eventType", { max: 16 }),
  ]),
  post("5.3.1", "/alarm/v1/mq/messages", amount),
  post("5.3.1", "/alarm/v1/mq/messages/complete", batch),
  post("5.3.2", "/combine/v1/mq/subscribe", [subscribing, texts("msgType", { max: 16 })]),
  post("5.3.2", "/combine/v1/mq/messages", amount),
  post("5.3.2", "/combine/v1/mq/messages/complete", batch),
  post("5.4.1", "/rawmsg/v1/mq/subscribe", [subscribing, texts("msgType", { max: 16 })]),
  post("5.4.1", "/rawmsg/v1/mq/messages", []),
  post("5.4.1", "/rawmsg/v1/mq/messages/complete", batch),
];
