import { defineConfig } from "@playwright/test";

const executablePath = process.env["GATEHOUSE_CHROMIUM"];

/** Flags that keep a system Chromium quiet on a machine without network or display. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const baseURL = `http://localhost:${process.env["GATEHOUSE_E2E_PORT"] ?? "4310"}`;

export default defineConfig({
  testDir: ".",
  outputDir: "results",
  globalSetup: "./fixtures/site.ts",
  fullyParallel: false,
  workers: 1,
  retries: 0,
  // What fails takes longer so; what holds takes no longer, on a busy machine either.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    baseURL,
    trace: "retain-on-failure",
    locale: "en-GB",
    timezoneId: "Europe/Riga",
    launchOptions: { args, ...(executablePath === undefined ? {} : { executablePath }) },
  },
});
