/** From the command to "Gatehouse is ready": on an empty data folder, on a used one, and with nothing built. */
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { progress, spread, table } from "./figures";
import { makeFolder, removeFolder, startSite, withMirror, type Dataset } from "./site";

const runs = 5;
const buildRuns = 3;
const root = resolve(import.meta.dirname, "../..");

async function once(folder: string, dataset: Dataset): Promise<number> {
  const site = await startSite(folder, dataset);
  await site.stop();
  return site.startedInMs / 1_000;
}

async function cold(dataset: Dataset, times: number, before: () => void = () => undefined): Promise<number[]> {
  const seconds: number[] = [];
  for (let run = 1; run <= times; run += 1) {
    before();
    const folder = makeFolder();
    try {
      seconds.push(await once(folder, dataset));
    } finally {
      removeFolder(folder);
    }
  }
  return seconds;
}

/** On a folder whose database holds the whole site. */
async function warm(dataset: Dataset): Promise<number[]> {
  const folder = makeFolder();
  try {
    await withMirror(folder, dataset);
    const seconds: number[] = [];
    for (let run = 1; run <= runs; run += 1) seconds.push(await once(folder, dataset));
    return seconds;
  } finally {
    removeFolder(folder);
  }
}

export async function benchStart(): Promise<void> {
  const rows: string[][] = [];
  const add = (name: string, seconds: readonly number[]) =>
    rows.push([name, String(seconds.length), spread(seconds, 1)]);
  for (const dataset of ["small", "huge"] as const) {
    progress(`Cold and warm starts with the ${dataset} site.`);
    add(`cold: empty data folder, ${dataset} site`, await cold(dataset, runs));
    add(`warm: second start, ${dataset} site`, await warm(dataset));
  }
  progress("Starts with nothing built.");
  const unbuild = () => {
    for (const folder of [".next", ".build"]) rmSync(resolve(root, folder), { recursive: true, force: true });
  };
  add("cold, and nothing built, small site", await cold("small", buildRuns, unbuild));
  table("Start, seconds to “Gatehouse is ready”: median (smallest–largest)", ["start", "runs", "seconds"], rows);
}
