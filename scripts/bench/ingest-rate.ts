/** The database path of ingest alone, in a process of its own: batches of 500 alarms, stored one after the other. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { closeDatabase, pool } from "@/lib/db/client";
import { storeBatch } from "@/lib/domains/queues/mirror";
import { alarmBatch, wireAlarm } from "@/lib/testing/messages";

const size = 500;
const fence = { name: `bench.${randomUUID()}`, number: 1 };

export interface Rate {
  messages: number;
  /** Milliseconds of each batch. */
  batches: number[];
}

/** Seven in ten begin an alarm, the others end, confirm or repeat one of the batch before. */
function batchOf(number: number): object[] {
  return Array.from({ length: size }, (_, at) => {
    const later = at % 10 > 6 && number > 0;
    const n = later ? (number - 1) * size + at - (at % 10) : number * size + at;
    const stage = later ? (["end", "confirm", "pulse"] as const)[at % 3] : "start";
    return wireAlarm({
      ...{ guid: `${fence.name}-${n}`, sourceId: `camera-${n % 500}`, sourceName: `Camera ${n % 500} at the gate` },
      areaId: `area-${n % 40}`,
      ...(stage !== undefined && { stage }),
      ...(!later &&
        n % 2 === 0 && { files: [{ type: "1", saveState: "0", url: `https://pictures.example/${n}.jpg?s=1` }] }),
    });
  });
}

await pool().query("INSERT INTO lease (name, holder, fence, expires_at) VALUES ($1, 'bench', 1, now() + '1 hour')", [
  fence.name,
]);
process.send?.({ ready: true });
const [count] = (await once(process, "message")) as [number];
// Read ahead: what the gateway's client takes for parsing is measured with the drain.
const all = Array.from({ length: count }, (_, number) => alarmBatch(batchOf(number)));
const rate: Rate = { messages: count * size, batches: [] };
for (const batch of all) {
  const began = performance.now();
  await storeBatch(fence, batch);
  rate.batches.push(performance.now() - began);
}
await pool().query("DELETE FROM lease WHERE name = $1", [fence.name]);
process.send?.({ rate });
await closeDatabase();
process.disconnect();
