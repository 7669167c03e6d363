import { Random } from "../random";
import type { World } from "./world";

const HOUR_MS = 3_600_000;

/** Gives what is away a beginning, and every fourth device an outage of the last week that is over. */
export function buildOutages(world: World): void {
  const random = new Random(`${world.seed}/outages/${world.dataset}`);
  const now = world.madeAt;
  for (const device of world.devices.values()) {
    if (random.chance(0.25)) {
      const from = now - random.between(73, 168) * HOUR_MS;
      world.outages.remember(device, from, from + random.between(2, 90) * 60_000);
    }
    if (!device.online) world.outages.remember(device, now - random.between(1, 72) * HOUR_MS, null);
    for (const channel of device.channels) {
      if (!channel.linked) world.outages.remember(channel, now - random.between(1, 72) * HOUR_MS, null);
    }
  }
}
