/** Runs before each database test file: a database of its own, copied from the template. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";

const template = inject("templateUrl");
const name = `test_${randomBytes(6).toString("hex")}`;
const adminUrl = template.replace(/\/template$/, "/postgres");

async function asAdmin(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}

await asAdmin(`CREATE DATABASE ${name} TEMPLATE template`);
process.env["DATABASE_URL"] = template.replace(/\/template$/, `/${name}`);
process.env["GATEHOUSE_SANDBOX"] = "1";
process.env["GATEHOUSE_SECRET"] = "a secret of the tests, long enough";
process.env["GATEHOUSE_LOG_LEVEL"] ??= "fatal";

afterAll(async () => {
  const { closeDatabase } = await import("@/lib/db/client");
  await closeDatabase();
  await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
});
