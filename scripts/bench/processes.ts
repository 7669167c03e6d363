/** The processes below a start script, their memory and settings, from /proc. */
import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";

export type Part = "start" | "web" | "worker" | "sandbox" | "postgres" | "other";

export interface Process {
  pid: number;
  part: Part;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}

function partOf(pid: number): Part {
  const command = read(pid, "cmdline").replaceAll("\0", " ");
  const [, bundle] = /\.build\/(web|worker|sandbox)\.js/.exec(command) ?? [];
  if (bundle !== undefined) return bundle as Part;
  if (command.includes("scripts/start.mjs")) return "start";
  return command.startsWith("postgres") || command.includes("/postgres ") ? "postgres" : "other";
}

/** The process itself and all below it. */
export function processesOf(pid: number): Process[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(read(Number(name), "stat").split(") ").at(-1)?.split(" ")[1] ?? NaN);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [pid];
  for (const each of found) found.push(...(children.get(each) ?? []));
  return found.map((each) => ({ pid: each, part: partOf(each) }));
}

export function environmentOf(pid: number): Record<string, string> {
  const pairs = read(pid, "environ")
    .split("\0")
    .filter((pair) => pair.includes("="));
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
}

const kibibytes = (text: string, field: string) =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);

export interface Memory {
  /** MiB; what several processes share counts in each. */
  resident: number;
  /** MiB; what several processes share is divided among them. */
  proportional: number;
}

/** Memory of each part. */
export function memoryOf(pid: number): Map<Part, Memory> {
  const found = new Map<Part, Memory>();
  for (const { pid: each, part } of processesOf(pid)) {
    const { resident, proportional } = found.get(part) ?? { resident: 0, proportional: 0 };
    found.set(part, {
      resident: resident + kibibytes(read(each, "status"), "VmRSS") / 1_024,
      proportional: proportional + kibibytes(read(each, "smaps_rollup"), "Pss") / 1_024,
    });
  }
  return found;
}

const ticksPerSecond = 100;

/** Processor seconds of the whole machine but for idling. */
function machineSeconds(): number {
  const line = readFileSync("/proc/stat", "utf8").split("\n")[0] ?? "";
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) / ticksPerSecond;
}

/** Processor seconds of this program and all below it, by process; with children that have ended. */
function ownSeconds(): Map<number, number> {
  return new Map(
    processesOf(process.pid).map(({ pid }) => {
      const fields = read(pid, "stat").split(") ").at(-1)?.split(" ").slice(11, 15).map(Number) ?? [];
      return [pid, fields.reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond];
    }),
  );
}

/** Watches from now on; the answer tells what was spent since. */
export function watchProcessors(): () => { ownSeconds: number; takenByOthers: number } {
  const machine = machineSeconds();
  const before = ownSeconds();
  const began = performance.now();
  return () => {
    let own = 0;
    for (const [pid, seconds] of ownSeconds()) own += Math.max(0, seconds - (before.get(pid) ?? 0));
    const whole = ((performance.now() - began) / 1_000) * cpus().length;
    // Of one: how much of all processors other programs had.
    return { ownSeconds: own, takenByOthers: Math.max(0, (machineSeconds() - machine - own) / whole) };
  };
}
