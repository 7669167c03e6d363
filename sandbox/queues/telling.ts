import type { Pictures } from "../pictures";
import type { JsonObject } from "../validate";
import type { World } from "../world/world";
import { alarmOf, log } from "./alarms";
import type { Occurrence } from "./occurrence";
import type { QueueName } from "./queues";
import { messageTypeOf, related, writeAlarm, writeEvent, writeMessage } from "./writing";

/** How many messages an occurrence became in each queue; none where nobody is subscribed. */
export type Collected = Record<QueueName, number>;

/**
 * What the gateway hears of: told to every queue that knows it, or `only` one, and written down, alarms in the alarm log
 * and swipes among the access records. V2 knows no end, confirmation or mark. `now` is when it was heard.
 */
export function tell(world: World, pictures: Pictures, what: Occurrence, now: number, only?: QueueName): Collected {
  const telling = { what, told: now, world, pictures };
  const meant = (name: QueueName) => only === undefined || only === name;
  const known = what.code !== "";
  const begins = what.stage === "start" || what.stage === "pulse";
  // Messages of doors and intercoms carry no pictures, so that there is nothing to tell again.
  const message = begins && (!what.again || what.driving) ? messageTypeOf(what) : null;
  const { queues } = world;
  const alarm = meant("alarm") ? alarmOf(world, what) : null;
  if (alarm) log(world, alarm, (origin, at) => related({ ...telling, told: at }, origin));
  if (what.swipe && !what.again) world.people.swipes.record(what.swipe);
  return {
    alarm: alarm ? put(queues.alarm.put({ type: what.code, write: (pen) => writeAlarm(telling, alarm, pen) }, now)) : 0,
    combine:
      begins && known && meant("combine")
        ? put(queues.combine.put({ type: what.code, write: (pen) => writeEvent(telling, pen) }, now))
        : 0,
    rawmsg:
      message === null || !meant("rawmsg")
        ? 0
        : put(queues.rawmsg.put({ type: message, write: (pen) => writeMessage(telling, pen) }, now)),
  };
}

/** Puts an exact message into one queue, under the type it carries. */
export function tellExactly(world: World, queue: QueueName, message: JsonObject, now: number): number {
  return put(world.queues[queue].put({ type: typeIn(queue, message), write: () => message }, now));
}

function typeIn(queue: QueueName, message: JsonObject): string {
  const part = queue === "alarm" ? message["eventSource"] : queue === "rawmsg" ? message["basicInfo"] : message;
  const holder = typeof part === "object" && part !== null && !Array.isArray(part) ? part : {};
  return String(holder[queue === "rawmsg" ? "msgType" : "eventType"] ?? "").replace(/^Msg\s*/, "");
}

const put = (collected: boolean) => (collected ? 1 : 0);
