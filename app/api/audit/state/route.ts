import { readAuditState } from "@/lib/domains/audit/read";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "audit:read" }, ({ actor }) => readAuditState(actor));
