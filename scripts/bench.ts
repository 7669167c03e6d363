/**
 * `npm run bench`, or `npm run bench -- sweep search`: measures the built product on the huge made-up site and prints
 * a table for each part. docs/benchmarks.md tells what the figures mean. Linux only: memory is read from /proc.
 */
import { cpus } from "node:os";
import { benchAlarms } from "./bench/alarms";
import { benchAudit } from "./bench/audit";
import { benchBackup } from "./bench/backup";
import { benchBudget } from "./bench/budget";
import { benchGuard } from "./bench/guard";
import { benchIngest } from "./bench/ingest";
import { benchJavascript } from "./bench/javascript";
import { benchMemory } from "./bench/memory";
import { benchSearch } from "./bench/search";
import { stopAll } from "./bench/site";
import { benchStart } from "./bench/start";
import { benchStorm } from "./bench/storm";
import { benchSweep } from "./bench/sweep";
import { benchTakeover } from "./bench/takeover";
import { benchVitals } from "./bench/vitals";
import { build, buildIsCurrent } from "./build";

const parts: Readonly<Record<string, () => Promise<void>>> = {
  sweep: benchSweep,
  search: benchSearch,
  budget: benchBudget,
  memory: benchMemory,
  vitals: benchVitals,
  start: benchStart,
  javascript: benchJavascript,
  backup: benchBackup,
  audit: benchAudit,
  alarms: benchAlarms,
  ingest: benchIngest,
  guard: benchGuard,
  storm: benchStorm,
  takeover: benchTakeover,
};

const say = (line: string) => process.stdout.write(`${line}\n`);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(", ")}: choose from ${Object.keys(parts).join(", ")}.\n`);
  process.exit(2);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(130)));
}

say(`Node ${process.versions.node}, ${cpus().length} cores`);
if (!buildIsCurrent()) {
  say("Building first.");
  await build();
}
try {
  for (const [name, part] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name)) await part();
  }
} finally {
  await stopAll();
}
