/** What the browser needs of the audit log without a validation library. */
import { auditActions, type AuditAction } from "@/lib/audit/actions";

/** What became of it. An attempt is "pending"; its outcome is an entry of its own. */
export const auditResults = ["done", "partly done", "refused", "denied", "failed", "unknown", "pending"] as const;
export type AuditResultWord = (typeof auditResults)[number];

/** Actors that are no user. */
export const otherActors = ["system", "stranger"] as const;

export const auditActionNames = Object.keys(auditActions) as [AuditAction, ...AuditAction[]];
