import type { VehicleFacts } from "./fleet";
import { newFacts } from "./fleet-build";
import type { World } from "./world";

/** An on-board device where it sits. */
export interface Seat {
  id: string;
  serialNo: string;
  online: boolean;
}

/** What is known of a vehicle; one that came with a device is met here for the first time. */
export function factsOf(world: World, id: string): VehicleFacts {
  let facts = world.fleet.get(id);
  if (!facts) world.fleet.set(id, (facts = newFacts(world.areas.get(id)?.parentId ?? "")));
  return facts;
}

/** The on-board device in a vehicle: one of the account's, or one the demo brought. */
export function seatOf(world: World, id: string): Seat | null {
  for (const { vehicleId, id: deviceId, serialNo, online } of world.devices.values()) {
    if (vehicleId === id) return { id: deviceId, serialNo, online };
  }
  const facts = factsOf(world, id);
  return facts.device ? { ...facts.device, online: facts.online } : null;
}
