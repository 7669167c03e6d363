/**
 * A process that talks to the gateway through the product's own client, and so through the rate budget it shares with
 * every other. It tells its parent that it is ready, begins when told to, and answers what it measured.
 */
import { once } from "node:events";
import { z } from "zod";
import { closeDatabase } from "@/lib/db/client";
import { gateway, type Lane } from "@/lib/gateway";
import { listCameras } from "@/lib/gateway/endpoints";
import { seeded } from "./figures";

const Task = z.object({
  seconds: z.number(),
  seed: z.number(),
  /** One caller each, who asks again as soon as there is an answer. */
  lanes: z.array(z.enum(["alarms", "interactive", "messages", "sweeps"])),
  /** Rows a page. */
  pageSize: z.number(),
  /** Every fifth question is for one of these. */
  areaIds: z.array(z.string()),
});
export type Task = z.infer<typeof Task>;

/** Milliseconds of each call, by lane. */
export type Measured = Partial<Record<Lane, number[]>>;

const cameras = 20_000;

async function measure({ seconds, seed, lanes, pageSize, areaIds }: Task): Promise<Measured> {
  const measured: Measured = {};
  const until = performance.now() + seconds * 1_000;
  const caller = async (lane: Lane, number: number) => {
    const random = seeded(seed * 1_000 + number);
    while (performance.now() < until) {
      const areaId = random() < 0.2 ? areaIds[Math.floor(random() * areaIds.length)] : undefined;
      const page = areaId === undefined ? 1 + Math.floor((random() * cameras) / pageSize) : 1;
      const began = performance.now();
      await gateway().call(listCameras, { page, pageSize, areaId }, { lane });
      (measured[lane] ??= []).push(performance.now() - began);
    }
  };
  await Promise.all(lanes.map(caller));
  return measured;
}

process.send?.({ ready: true });
const [task] = (await once(process, "message")) as [unknown];
process.send?.({ measured: await measure(Task.parse(task)) });
await closeDatabase();
process.disconnect();
