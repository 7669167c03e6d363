import { readAuditEntry } from "@/lib/domains/audit/read";
import { AuditParams } from "@/lib/domains/audit/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "audit:read", params: AuditParams }, ({ actor, params }) =>
  readAuditEntry(actor, params.seq),
);
