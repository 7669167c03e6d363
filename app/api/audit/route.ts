import { listAudit } from "@/lib/domains/audit/read";
import { AuditQuery } from "@/lib/domains/audit/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "audit:read", query: AuditQuery }, ({ actor, query }) => listAudit(actor, query));
