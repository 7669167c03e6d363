/** Events as a pump would have stored them, for tests that begin where the queue ends. */
import { randomUUID } from "node:crypto";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { storeEvents, type EventFacts } from "@/lib/domains/events/mirror";

export type EventInit = Omit<Partial<EventFacts>, "keys" | "occurredAt"> & {
  key?: string;
  /** Milliseconds; now unless told. */
  occurredAgoMs?: number;
};

/** Stores one event, a card at a door unless told, and returns its id. */
export async function makeEvent(init: EventInit = {}): Promise<string> {
  const { key = `test/${randomUUID()}`, occurredAgoMs = 0, ...facts } = init;
  const event: EventFacts = {
    ...{ kind: "authentication", type: "110003", origin: "queue", delayed: false },
    ...{ sourceType: "door", sourceId: null, sourceName: null, areaId: null, areaName: null },
    ...{ deviceId: null, deviceName: null, deviceSerial: null, result: "granted" },
    ...{ personId: null, personName: null, cardNumber: null, details: {}, files: [] },
    ...facts,
    keys: [key],
    occurredAt: new Date(Date.now() - occurredAgoMs).toISOString(),
  };
  await transaction((tx) => storeEvents(tx, [event]));
  const { rows } = await pool().query<{ id: string }>("SELECT id::text FROM device_event WHERE key = $1", [key]);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("The event was not stored.");
  return id;
}
