/** `npm run build`: Prisma client, Next, and one bundle each for web, worker and sandbox. Skips what is current. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";

const root = resolve(import.meta.dirname, "..");
const sources = ["app", "components", "lib", "prisma", "public", "sandbox", "scripts"];
const files = ["package.json", "package-lock.json", "tsconfig.json", "next.config.js", "instrumentation-client.ts"];
/** Made by the build, or no part of it. */
const notBuilt = new Set([join(root, "lib", "db", "generated"), join(root, "scripts", "bench")]);
const stampFile = join(root, ".build", "stamp");

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !notBuilt.has(path)) yield* filesBelow(path);
    else if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) yield path;
  }
}

function fingerprint(): string {
  const hash = createHash("sha256").update(process.version);
  const all = [
    ...files.map((name) => join(root, name)),
    ...sources.flatMap((name) => [...filesBelow(join(root, name))]),
  ];
  for (const path of all.sort()) hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest("hex");
}

/** True when there is a build of exactly these sources. */
export function buildIsCurrent(): boolean {
  if (!existsSync(stampFile) || !existsSync(join(root, ".next", "BUILD_ID"))) return false;
  return readFileSync(stampFile, "utf8") === fingerprint();
}

/** Generates the Prisma client when it is missing or older than the schema. */
export function generateClient(): void {
  const schema = createHash("sha256")
    .update(readFileSync(join(root, "prisma", "schema.prisma")))
    .digest("hex");
  const stamp = join(root, "lib", "db", "generated", ".schema");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === schema) return;
  run("Prisma's generator", createRequire(import.meta.url).resolve("prisma/build/index.js"), [
    ...["generate", "--config", join(root, "prisma", "prisma.config.ts")],
  ]);
  writeFileSync(stamp, schema);
}

function run(what: string, script: string, args: string[]): void {
  const done = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    // Prisma generates in WebAssembly; its CLI only insists that the engine's path names some executable.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      NEXT_TELEMETRY_DISABLED: "1",
      NODE_ENV: "production",
    },
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`${what} failed.\n${done.stdout}${done.stderr}`);
}

export const bundles = {
  web: "scripts/web.ts",
  worker: "lib/jobs/main.ts",
  sandbox: "sandbox/main.ts",
} as const;

/** Builds everything. Throws with the tool's own words. */
export async function build(): Promise<void> {
  mkdirSync(join(root, ".build"), { recursive: true });
  const before = fingerprint();
  generateClient();
  await bundle({
    entryPoints: Object.fromEntries(Object.entries(bundles).map(([name, path]) => [name, join(root, path)])),
    outdir: join(root, ".build"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    logLevel: "silent",
  });
  run("Next's build", createRequire(import.meta.url).resolve("next/dist/bin/next"), ["build"]);
  writeFileSync(stampFile, before);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (buildIsCurrent()) process.stdout.write("The build is current.\n");
  else await build();
}
