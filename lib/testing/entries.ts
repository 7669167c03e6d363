/** What the audit log says, for tests of verbs. */
import { pool } from "@/lib/db/client";

export interface AuditEntryOfTests {
  action: string;
  phase: string;
  result: string;
  code: string | null;
  objects: { kind: string; id: string }[];
  /** As kept beside the chain: redacted. */
  details: unknown;
}

/** Entries of an action, in their order. */
export async function entriesOf(action: string): Promise<AuditEntryOfTests[]> {
  const { rows } = await pool().query<{ body: string; data: unknown }>(
    `SELECT e.body, d.data FROM audit_entry e LEFT JOIN audit_detail d USING (seq) WHERE e.action = $1 ORDER BY e.seq`,
    [action],
  );
  return rows.map(({ body, data }) => {
    const { phase, result, code, objects } = JSON.parse(body) as AuditEntryOfTests;
    return { action, phase, result, code, objects, details: data };
  });
}

/** Everything the log holds, as one text: what is not in it was never written down. */
export async function wholeLog(): Promise<string> {
  const { rows } = await pool().query<{ text: string }>(
    `SELECT concat((SELECT string_agg(body, E'\\n') FROM audit_entry), (SELECT string_agg(data::text, E'\\n') FROM audit_detail),
                   (SELECT string_agg(name, E'\\n') FROM audit_name)) AS text`,
  );
  return rows[0]?.text ?? "";
}
