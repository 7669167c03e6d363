/** Data of each earlier version against the newest schema; e2e/upgrade.spec.ts starts the product on them. */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, vi } from "vitest";
import { migrationNames } from "@/lib/db/migrate";
import { dbTest, expect } from "@/lib/testing/database";
import { checkBackup } from "./check";
import { onRestored, openFolder, restoreTo } from "./fixtures/installation";
import { prismaFolder } from "./tables";

vi.setConfig({ testTimeout: 180_000 });

const fixtures = resolve(import.meta.dirname, "fixtures");
const passphrase = "the passphrase of the fixtures";
const folder = openFolder();
afterAll(() => folder.remove());

const files = readdirSync(fixtures).filter((name) => name.endsWith(".gatehouse"));

dbTest("there is a backup of every version that was handed out", () => {
  expect(files).toContain("20261122000000-walking-skeleton.gatehouse");
});

dbTest.each(files)("%s migrates forward with all it holds", async (name) => {
  const file = join(fixtures, name);
  const before = await checkBackup(file, passphrase);
  const { dataDir } = await restoreTo(join(folder.path, name), file, { passphrase });
  await onRestored(dataDir, async (client) => {
    const applied = await client.query<{ name: string }>(
      "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1",
    );
    expect(applied.rows.map((row) => row.name)).toEqual(migrationNames(join(prismaFolder, "migrations")));
    for (const kind of ["app_user", "session", "area", "device", "camera", "door", "alarm_input", "alarm_output"]) {
      const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${kind}`);
      expect(rows[0]?.n, kind).toBe(before.tables.find((table) => table.name === kind)?.rows);
      expect(rows[0]?.n, kind).toBeGreaterThan(0);
    }
    const people = await client.query<{ email: string }>("SELECT email FROM app_user WHERE demo ORDER BY email");
    expect(people.rows[0]).toEqual({ email: "admin@demo.local" });
    const { rows } = await client.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM camera WHERE thumbnail_hash IS NOT NULL",
    );
    expect(rows[0]?.n).toBeGreaterThan(0);
  });
});
