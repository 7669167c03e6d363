/**
 * `npm run migration -- <name>`: writes the SQL that leads from the committed schema to the one in the work tree
 * into a new folder of prisma/migrations. Read it before you commit it; functions and triggers are added by hand.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "@/lib/db/embedded";
import { schemaChange } from "@/lib/db/migrate";

const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write("Give the migration a name in lower case: npm run migration -- add_passes\n");
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), "gatehouse-migration-"));
chmodSync(folder, 0o755);
const server = await startEmbedded({ dataDir: join(folder, "cluster"), durable: false, say: () => undefined });
try {
  const committed = execFileSync("git", ["show", "HEAD:prisma/schema.prisma"], { encoding: "utf8" });
  const sql = await schemaChange(server.url, "prisma/schema.prisma", committed);
  if (/^\s*(--.*\s*)*$/.test(sql)) {
    process.stdout.write("The schema has not changed.\n");
  } else {
    const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
    const target = join("prisma", "migrations", `${stamp}_${name}`);
    mkdirSync(target);
    writeFileSync(join(target, "migration.sql"), sql);
    process.stdout.write(`Wrote ${target}/migration.sql\n`);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
