import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const root = resolve(import.meta.dirname, "..");
const alias = { "@": root };
// Far from UTC and not on a full hour: a test that forgets about zones fails here.
const env = { TZ: "Asia/Kathmandu" };
const exclude = ["**/node_modules/**", ".next/**", ".build/**", ".data/**", "e2e/**"];

export default defineConfig({
  test: {
    root,
    // Most tests wait for the database, for a process or for the sandbox's allowance: more of them than cores.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          root,
          env,
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.ts"],
          // Properties are tried hundreds of times; a busy machine may take its time.
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "db",
          root,
          env,
          include: ["**/*.db.test.ts"],
          exclude,
          globalSetup: ["lib/testing/server.ts"],
          setupFiles: ["lib/testing/world.ts"],
          pool: "forks",
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
