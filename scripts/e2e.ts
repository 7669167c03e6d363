/** `npm run e2e -- cameras`: builds what is stale, finds a browser, and runs the journeys. */
import { spawnSync } from "node:child_process";
import { build, buildIsCurrent } from "./build";
import { bin } from "./checks";
import { findChromium } from "./chromium";

if (!buildIsCurrent()) await build();
const chromium = findChromium();
const done = spawnSync(
  process.execPath,
  [bin("@playwright/test/cli.js"), "test", "--config", "e2e/playwright.config.ts", ...process.argv.slice(2)],
  {
    stdio: "inherit",
    env: { ...process.env, ...(chromium === null ? {} : { GATEHOUSE_CHROMIUM: chromium }) },
  },
);
process.exit(done.status ?? 1);
