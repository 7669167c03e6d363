/** The static checks, for `npm run verify` and `npm test`: run side by side, each reported with its own words. */
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { generateClient } from "./build";

/** The file behind a package's command; many packages do not export it, so it is named by its place. */
export const bin = (path: string) => resolve(import.meta.dirname, "..", "node_modules", path);

interface Check {
  name: string;
  args: string[];
}

const tsx = ["--import", "tsx"];

export const checks: readonly Check[] = [
  { name: "structure", args: [...tsx, "scripts/structure.ts"] },
  { name: "coverage", args: [...tsx, "scripts/gateway-coverage.ts", "--check"] },
  {
    name: "imports",
    args: [
      ...[bin("dependency-cruiser/bin/dependency-cruise.mjs"), "--config", "scripts/imports.config.cjs"],
      ...["app", "components", "lib", "sandbox", "scripts", "prisma", "e2e"],
    ],
  },
  {
    name: "lint",
    args: [
      ...[bin("eslint/bin/eslint.js"), "--config", "scripts/eslint.config.js", "--max-warnings", "0"],
      ...["--cache", "--cache-location", "node_modules/.cache/eslint/", "."],
    ],
  },
  {
    name: "format",
    args: [bin("prettier/bin/prettier.cjs"), "--check", "--log-level", "warn", "--cache", "."],
  },
  { name: "types", args: [bin("typescript/bin/tsc"), "--noEmit", "--project", "scripts/tsconfig.checks.json"] },
];

export interface CheckResult {
  name: string;
  passed: boolean;
  output: string;
  seconds: number;
}

export function run(name: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<CheckResult> {
  const began = performance.now();
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.once("close", (code) => {
      done({ name, passed: code === 0, output, seconds: Math.round((performance.now() - began) / 100) / 10 });
    });
  });
}

/** All static checks, two at a time. `report` hears of each as it ends. */
export async function runChecks(report: (result: CheckResult) => void): Promise<CheckResult[]> {
  generateClient();
  const waiting = [...checks];
  const results: CheckResult[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = await run(next.name, next.args);
      results.push(result);
      report(result);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

export function show(result: CheckResult): void {
  process.stdout.write(`${result.passed ? "passed" : "FAILED"}  ${result.name} (${result.seconds} s)\n`);
  if (!result.passed) process.stdout.write(`${result.output.trim()}\n`);
}
