/**
 * The first thing that runs on a fresh clone: plain JavaScript without dependencies, because there are none yet.
 * Checks Node, installs the packages when package-lock.json changed, then hands over to TypeScript.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";

export const root = resolve(import.meta.dirname, "..");

/** Ends the program with one line that says what to do. */
export function giveUp(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  giveUp(
    `Gatehouse needs Node.js 20.19 or newer; this is ${process.versions.node}. Install a newer one and try again.`,
  );
}

/** Installs the locked packages unless that was done for this very lock file. `say` gets one line of progress. */
export function ensurePackages(say) {
  const lock = readFileSync(join(root, "package-lock.json"));
  const wanted = createHash("sha256").update(lock).update(process.version).digest("hex");
  const stamp = join(root, "node_modules", ".gatehouse-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("Installing packages. The first time, this takes a minute or two.");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--include=dev", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (done.status !== 0) {
    const reason = (done.stderr || String(done.error ?? "")).trim().split("\n").slice(-12).join("\n");
    giveUp(
      `The packages could not be installed. Check the network and the rights on ${root}, then try again.\n${reason}`,
    );
  }
  writeFileSync(stamp, wanted);
}

/** From here on, `import()` understands TypeScript and the `@/` alias. */
export async function understandTypeScript() {
  const { register } = await import("tsx/esm/api");
  register();
}
