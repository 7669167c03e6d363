import { z } from "zod";
import type { AuditAction } from "@/lib/audit/actions";
import { listQuery, several } from "@/lib/http/list";
import { auditActionNames, auditResults, type AuditResultWord } from "./terms";

const text = z.string().min(1).max(200);
const instant = z.iso.datetime({ offset: true, error: "Give a time such as 2026-01-31T08:00:00Z." });

/**
 * Query of `GET /api/audit`: `q` searches names and addresses; `who` takes user ids, "system" and "stranger"; `from`
 * is included, `to` is not. Newest first unless `sort=time`.
 */
export const AuditQuery = listQuery(
  {
    who: several(text),
    action: several(z.enum(auditActionNames)),
    result: several(z.enum(auditResults)),
    objectKind: text.optional(),
    objectId: text.optional(),
    address: text.optional(),
    from: instant.optional(),
    to: instant.optional(),
  },
  ["time"],
  "-time",
);
export type AuditQuery = z.output<typeof AuditQuery>;

/** What a page asks for; the cursor is the list's own business. */
export interface AuditFilters {
  q?: string | undefined;
  sort?: string | undefined;
  limit?: string | undefined;
  who?: readonly string[] | undefined;
  action?: readonly AuditAction[] | undefined;
  result?: readonly AuditResultWord[] | undefined;
  objectKind?: string | undefined;
  objectId?: string | undefined;
  address?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export const AuditParams = z.object({
  seq: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
});

export const ActorsQuery = z.object({ q: z.string().trim().max(200).optional() });

/** `name` as it was last known; null where it is not known or was erased. */
export interface Named {
  kind: string;
  id: string;
  name: string | null;
}

export interface AuditWho {
  kind: "user" | "system" | "stranger";
  id: string | null;
  name: string | null;
  /** A built-in role's name, or the id of a custom role. */
  role: string | null;
}

export interface AuditItem {
  /** The entry's number, in text. */
  id: string;
  /** ISO time by the database's clock. */
  at: string;
  who: AuditWho;
  action: AuditAction;
  /** A command to the gateway is an attempt before and an outcome after; all else is an event. */
  phase: "event" | "attempt" | "outcome";
  result: AuditResultWord;
  /** A code of the gateway or of ours. */
  code: string | null;
  /** The first five of `objectCount`. */
  objects: Named[];
  objectCount: number;
  address: string | null;
  hash: string;
}

export interface AuditDetail extends AuditItem {
  roleName: string | null;
  request: string | null;
  session: string | null;
  /** All that the entry names, up to 200. */
  objects: Named[];
  /** What changed, why, how many; null where there was nothing to tell. */
  details: unknown;
  /** The details were there once and have been erased. */
  erased: boolean;
  /** The hash before this one; empty for the very first, null where it is gone. */
  previousHash: string | null;
  /** Whether the hash is that of what stands here; null where the one before is gone. */
  hashMatches: boolean | null;
  /** Of a command: its attempt and every outcome, in order. */
  steps: AuditItem[];
  older: string | null;
  newer: string | null;
}

export interface AuditFinding {
  kind: string;
  seq: number | null;
  from?: number;
  to?: number;
  notice?: boolean;
  text: string;
}

/** How the log stands. Times are ISO. */
export interface AuditState {
  /** unverified: nobody has looked yet. */
  state: "intact" | "broken" | "unverified";
  /** Time of the oldest entry there is; null for an empty log. */
  since: string | null;
  entries: number;
  verifiedAt: string | null;
  /** The last entry that was followed. */
  verifiedThrough: number;
  /** When it was last followed from its beginning. */
  fullAt: string | null;
  /** Asked for, and not done yet. */
  verifying: boolean;
  findings: AuditFinding[];
  findingCount: number;
  anchor: { seq: number; at: string } | null;
  /** Null where no webhook is set. */
  webhook: { sentAt: string | null; error: string | null } | null;
  /** Verifies the signatures of anchors (Ed25519), base64url. */
  publicKey: string;
  /** privileges: the console's own role may not write the log either; none: the triggers are off. */
  protection: "privileges" | "trigger" | "none";
  retentionDays: number;
}

/** Columns of an exported entry, in order. */
export const auditExportFields = [
  { key: "entry", header: "Entry" },
  { key: "time", header: "Time" },
  { key: "who", header: "Who" },
  { key: "whoId", header: "Who, id" },
  { key: "role", header: "Role" },
  { key: "action", header: "Action" },
  { key: "what", header: "Did what" },
  { key: "phase", header: "Phase" },
  { key: "objects", header: "To what" },
  { key: "objectIds", header: "To what, ids" },
  { key: "objectCount", header: "Objects" },
  { key: "result", header: "Result" },
  { key: "code", header: "Code" },
  { key: "address", header: "Address" },
  { key: "hash", header: "Hash" },
] as const;

export type AuditExportRow = Record<(typeof auditExportFields)[number]["key"], string | number | null>;
