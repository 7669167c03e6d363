/** Restores a backup into a database of its own, compares, and throws that away. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { EmbeddedServerError, startEmbedded } from "@/lib/db/embedded";
import { generateClient } from "../build";
import { checkBackup } from "./check";
import { Failure, type Say } from "./failure";
import { bringUpToDate, loadBackup } from "./load";
import type { Manifest } from "./manifest";
import { checkMigrations, connect, contentOf } from "./tables";

/** Returns what was found right, in words; throws Failure when something is not. */
export type Check = (client: pg.Client, manifest: Manifest) => Promise<string>;

async function sameContent(client: pg.Client, { tables }: Manifest): Promise<string> {
  let all = 0;
  for (const table of tables) {
    const { rows, content } = await contentOf(client, table);
    if (rows !== table.rows || content !== table.content) {
      throw new Failure("damaged", `${table.name} restored to other rows than were backed up; keep an older backup.`);
    }
    all += rows;
  }
  return `${all} rows in ${tables.length} tables, restored and compared`;
}

/** The chain of the audit log is whole in what was restored; an older backup may have none. */
async function auditChain(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ known: boolean }>(
    "SELECT to_regclass('public.audit_entry') IS NOT NULL AS known",
  );
  if (rows[0]?.known !== true) return "no audit log, it is from before there was one";
  // On a fresh clone the database client is not there before it is generated.
  generateClient();
  const { verifyChain } = await import("@/lib/audit/verify");
  const { intact, checked, findings } = await verifyChain({ db: client });
  if (!intact) {
    throw new Failure(
      "damaged",
      `The audit log in the backup is not whole: ${findings[0]?.text ?? "see audit:verify"}`,
    );
  }
  return `${checked} entries of the audit log, in one chain`;
}

/** Run on the restored database before it is brought up to date. */
export const checks: readonly Check[] = [sameContent, auditChain];

/** Throws Failure when the file could not be restored. Returns its manifest and what was checked, in words. */
export async function verifyBackup(
  file: string,
  passphrase: string,
  say: Say,
): Promise<{ manifest: Manifest; checked: string[] }> {
  const manifest = await checkBackup(file, passphrase);
  checkMigrations(manifest);
  const parts = manifest.tables.length + manifest.folders.length + (manifest.secret === null ? 0 : 1);
  const files = manifest.folders.reduce((sum, folder) => sum + folder.files, 0);
  const checked = [`${parts} parts and ${files} files against their hashes`];
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-verify-"));
  chmodSync(folder, 0o755);
  try {
    const server = await startEmbedded({
      dataDir: join(folder, "postgres"),
      durable: false,
      say: () => undefined,
    }).catch((error: unknown) => {
      if (!(error instanceof EmbeddedServerError)) throw error;
      throw new Failure(
        "failed",
        `There is no database server here to restore it into (${error.message}): back up with --no-verify, and verify ` +
          "the file on another machine.",
      );
    });
    try {
      say("Restoring it into a database of its own, to be sure.");
      await loadBackup({ file, passphrase, manifest, url: server.url, dataDir: null });
      const client = await connect(server.url);
      try {
        for (const check of checks) checked.push(await check(client, manifest));
      } finally {
        await client.end();
      }
      const applied = await bringUpToDate(server.url);
      checked.push(
        applied.length === 0 ? "the schema is the present one" : `${applied.length} newer migrations applied`,
      );
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { manifest, checked };
}
