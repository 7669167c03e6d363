/** Vitest's global set-up for the database tests: one embedded server, one migrated template. */
import { mkdtempSync, rmSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the template's server, with `/template` at its end. */
    templateUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-test-"));
  chmodSync(folder, 0o755);
  const server = await startEmbedded({ dataDir: join(folder, "cluster"), durable: false, say: () => undefined });
  const templateUrl = server.url.replace(/\/gatehouse$/, "/template");
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query("CREATE DATABASE template");
  await admin.end();
  await migrate({ url: templateUrl, prismaFolder: resolve("prisma") });
  project.provide("templateUrl", templateUrl);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
