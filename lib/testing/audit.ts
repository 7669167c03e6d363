/** What nobody but a superuser of the database can do to the audit log, for tests of what then happens. */
import { pool } from "@/lib/db/client";

/** Runs SQL on the audit log with its triggers switched off. */
export async function unguarded(sql: string): Promise<void> {
  await pool().query(
    `ALTER TABLE audit_entry DISABLE TRIGGER USER; ${sql}; ALTER TABLE audit_entry ENABLE TRIGGER USER`,
  );
}

/** The log as on the first day. */
export async function clearChain(): Promise<void> {
  await unguarded(
    `TRUNCATE audit_entry, audit_detail, audit_name, audit_checkpoint, audit_head, audit_state;
     INSERT INTO audit_head (id) VALUES (1); INSERT INTO audit_state (id) VALUES (1)`,
  );
}
