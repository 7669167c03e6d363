import type { Pictures } from "../pictures";
import { Random } from "../random";
import { givenUpAt } from "../world/intercom";
import type { Call } from "../world/intercom";
import { isImported } from "../world/world";
import type { World } from "../world/world";
import { deviceSubject, occurrence } from "./occurrence";
import { tell } from "./telling";
import type { Collected } from "./telling";
import type { QueueName } from "./queues";

/** What the queues say of a call, as A.3.75 numbers it. That it was declined or ended by who answered they do not say. */
const NEWS = { rings: 0, answered: 1, hungUp: 2, missed: 3 } as const;

/** Tells the queues of a call; nothing of a station that is gone. `now` is when the gateway heard of it. */
export function tellCall(
  world: World,
  pictures: Pictures,
  call: Call,
  news: keyof typeof NEWS,
  { at, now = at, only }: { at: number; now?: number; only?: QueueName | undefined },
): Collected {
  const device = world.devicesBySerial.get(call.deviceSerial);
  if (!device) return { alarm: 0, combine: 0, rawmsg: 0 };
  const room = world.intercom.rooms.get(call.roomId) ?? null;
  const residents = room ? world.intercom.residentsOf(room.id) : [];
  const called = residents.find(({ rooms }) => rooms.get(call.roomId) === 1) ?? residents[0];
  const what = occurrence({
    guid: new Random(`${call.id}/${news}`).hex(32),
    code: "140001",
    subject: deviceSubject(world, device),
    at,
    alarm: "never",
    call: {
      id: call.id,
      state: NEWS[news],
      room: room?.number ?? null,
      person: called?.person ?? null,
      doors: device.channels.filter(isImported).filter(({ kind }) => kind === "door"),
    },
  });
  return tell(world, pictures, what, now, only);
}

/** Ends the calls nobody has answered for a minute, and says so. Whoever looks at calls or messages looks here first. */
export function giveUpCalls(world: World, pictures: Pictures, now: number): void {
  for (const call of world.intercom.giveUp(now)) {
    tellCall(world, pictures, call, "missed", { at: givenUpAt(call), now });
  }
}
