/** Finds a Chromium for the tests: Playwright's own, else the system's, else Debian's installed now (as root). */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { bin } from "./checks";

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const places = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

function systemChromium(): string | null {
  for (const command of commands) {
    const found = spawnSync("sh", ["-c", `command -v ${command}`], { encoding: "utf8" });
    if (found.status === 0) return found.stdout.trim();
  }
  return places.find((path) => existsSync(path)) ?? null;
}

/** Path of a system browser, or null when Playwright's own is there. Throws with the remedy when there is none. */
export function findChromium(): string | null {
  if (existsSync(chromium.executablePath())) return null;
  const fetched = spawnSync(process.execPath, [bin("@playwright/test/cli.js"), "install", "chromium"], {
    stdio: "ignore",
    timeout: 180_000,
  });
  if (fetched.status === 0 && existsSync(chromium.executablePath())) return null;
  const present = systemChromium();
  if (present !== null) return present;
  if (process.getuid?.() === 0) {
    const options = { stdio: "ignore", timeout: 600_000 } as const;
    spawnSync("apt-get", ["update"], options);
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-core"], options);
  }
  const installed = systemChromium();
  if (installed !== null) return installed;
  throw new Error(
    "No Chromium for the browser tests: install one (for example apt-get install chromium) and try again.",
  );
}
