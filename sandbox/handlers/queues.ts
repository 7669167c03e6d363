import { badArgument } from "../errors";
import { giveUpCalls } from "../queues/calls";
import { wantedTypes } from "../queues/queue";
import type { QueueName } from "../queues/queues";
import type { Input, JsonObject } from "../validate";
import type { Context, Handler } from "./handler";

const DEFAULT_AMOUNT = 300;
/** The message queue takes no amount: this much at once. */
const MESSAGES_AT_ONCE = 100;
const LISTS: Record<QueueName, string> = { alarm: "alarmMsg", combine: "events", rawmsg: "event" };

/** Guide 5.3.1: by type only when the mode says so. */
const subscribeAlarms: Handler = (context, input) => {
  change(
    context,
    "alarm",
    input,
    wantedTypes(input.integer("subscribeMode") === 0, input.texts("eventType"), "eventType"),
  );
  return undefined;
};

/** Guide 5.3.2, 5.4.1: no types are all types; the message queue refuses to be left to guess. */
const subscriber =
  (name: "combine" | "rawmsg"): Handler =>
  (context, input) => {
    if (name === "rawmsg" && !input.has("msgType")) throw badArgument("msgType");
    const types = input.texts("msgType");
    change(context, name, input, wantedTypes(types.length === 0, types, "msgType"));
    return undefined;
  };

function change({ world, clock }: Context, name: QueueName, input: Input, types: readonly string[] | null): void {
  if (input.integer("subscribeType") === 1) world.queues[name].subscribe(types, clock.now());
  else world.queues[name].unsubscribe(types);
}

/** Guide 5.3.1, 5.3.2, 5.4.1. How an empty queue looks is a setting: no capture of a real one is public. */
const puller =
  (name: QueueName): Handler =>
  ({ world, clock, settings, origin, pictures }, input) => {
    giveUpCalls(world, pictures, clock.now());
    const amount = name === "rawmsg" ? MESSAGES_AT_ONCE : Number(input.text("maxNumberPerTime") || DEFAULT_AMOUNT);
    const pen = { origin, zoneless: settings.messageTimes === "zoneless" };
    const { batchId, rows, remaining } = world.queues[name].pull(amount, clock.now(), pen);
    const answer: JsonObject = { batchId, ...(name !== "rawmsg" && { remainingNumber: remaining }) };
    if (rows.length > 0) return { ...answer, [LISTS[name]]: rows };
    if (settings.emptyQueue === "blank") answer["batchId"] = "";
    if (settings.emptyQueue === "null") answer[LISTS[name]] = null;
    if (settings.emptyQueue === "list" || settings.emptyQueue === "blank") answer[LISTS[name]] = [];
    return answer;
  };

const confirmer =
  (name: QueueName): Handler =>
  ({ world, clock }, input) => {
    world.queues[name].complete(input.text("batchId"), clock.now());
    return undefined;
  };

export const queueHandlers: Record<string, Handler> = {
  "/alarm/v1/mq/subscribe": subscribeAlarms,
  "/alarm/v1/mq/messages": puller("alarm"),
  "/alarm/v1/mq/messages/complete": confirmer("alarm"),
  "/combine/v1/mq/subscribe": subscriber("combine"),
  "/combine/v1/mq/messages": puller("combine"),
  "/combine/v1/mq/messages/complete": confirmer("combine"),
  "/rawmsg/v1/mq/subscribe": subscriber("rawmsg"),
  "/rawmsg/v1/mq/messages": puller("rawmsg"),
  "/rawmsg/v1/mq/messages/complete": confirmer("rawmsg"),
};
