/**
 * `npm test`: everything that must hold, on a fresh clone as well: static checks, unit tests, database tests, build,
 * end-to-end tests in a real browser. Ends with "N passed, N failed" and a true exit code.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { build, buildIsCurrent } from "./build";
import { bin, run, runChecks, show, type CheckResult } from "./checks";
import { findChromium } from "./chromium";

const reports = mkdtempSync(join(tmpdir(), "gatehouse-reports-"));
let passed = 0;
let failed = 0;

function count(result: CheckResult): void {
  show(result);
  if (result.passed) passed += 1;
  else failed += 1;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numTotalTests: number;
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** The output without the lines of what passed: first each failure with its first words, then everything. */
function whatFailed(output: string): string {
  const lines = stripVTControlCharacters(output).split("\n");
  const names = lines.filter((line) => /^\s*(FAIL |\d+\) \S+\.spec\.ts|\w*Error: )/.test(line)).slice(0, 30);
  const rest = lines.filter((line) => !/^\s*[✓✔-] /.test(line));
  return [...new Set(names.map((line) => line.slice(0, 240))), "", ...rest].join("\n").trim().slice(0, 20_000);
}

/** The report's counts; a runner that died before writing one counts as one failure, never as none. */
function tally<T>(file: string, result: CheckResult, read: (report: T) => [number, number]): void {
  let counts: [number, number];
  try {
    counts = read(JSON.parse(readFileSync(file, "utf8")) as T);
  } catch {
    counts = [0, 1];
  }
  if (!result.passed && counts[1] === 0) counts[1] = 1;
  if (counts[0] + counts[1] === 0) counts[1] = 1;
  passed += counts[0];
  failed += counts[1];
  process.stdout.write(
    `${counts[1] === 0 ? "passed" : "FAILED"}  ${result.name}: ${counts[0]} passed, ${counts[1]} failed`,
  );
  process.stdout.write(` (${result.seconds} s)\n`);
  if (counts[1] > 0) process.stdout.write(`${whatFailed(result.output)}\n`);
}

async function vitest(project: "unit" | "db"): Promise<void> {
  const file = join(reports, `${project}.json`);
  const result = await run(`${project} tests`, [
    ...[bin("vitest/vitest.mjs"), "run", "--config", "scripts/vitest.config.ts", "--project", project],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
  ]);
  tally<VitestReport>(file, result, (report) => [report.numPassedTests, report.numFailedTests]);
}

/** Journeys on a site of their own; two such parts do not disturb each other. */
async function journeys(name: string, port: number, files: readonly string[]): Promise<void> {
  const file = join(reports, `${name}.json`);
  const chromium = findChromium();
  const result = await run(
    name,
    [
      ...[bin("@playwright/test/cli.js"), "test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"],
      ...["--output", `e2e/results/${port}`, ...files],
    ],
    {
      ...process.env,
      GATEHOUSE_E2E_PORT: String(port),
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      ...(chromium === null ? {} : { GATEHOUSE_CHROMIUM: chromium }),
    },
  );
  tally<PlaywrightReport>(file, result, ({ stats }) => [stats.expected, stats.unexpected + stats.flaky]);
}

const accessibility = "axe.spec.ts";

/** Looks at every page with axe; takes long, and asks for nothing that others change. */
const lookAtAll = () => journeys("accessibility of all pages", 4311, [`e2e/${accessibility}`]);

async function walkAll(): Promise<void> {
  const files = readdirSync("e2e").filter((name) => name.endsWith(".spec.ts") && name !== accessibility);
  await journeys(
    "journeys",
    4310,
    files.map((name) => `e2e/${name}`),
  );
}

async function buildAll(): Promise<boolean> {
  const began = performance.now();
  const result: CheckResult = { name: "build", passed: true, output: "", seconds: 0 };
  try {
    if (!buildIsCurrent()) await build();
  } catch (error) {
    result.passed = false;
    result.output = error instanceof Error ? error.message : String(error);
  }
  result.seconds = Math.round((performance.now() - began) / 100) / 10;
  count(result);
  return result.passed;
}

process.env["GATEHOUSE_LOG_LEVEL"] ??= "fatal";
for (const result of await runChecks(() => undefined)) count(result);
await vitest("unit");
const built = await buildAll();
// One after the other: together they would take no less, and people in journeys are impatient.
await vitest("db");
if (built) {
  count(await run("weight of the pages", ["--import", "tsx", "scripts/weight.ts"]));
  await lookAtAll();
  await walkAll();
} else failed += 1;
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
