import { listAuditActors } from "@/lib/domains/audit/read";
import { ActorsQuery } from "@/lib/domains/audit/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "audit:read", query: ActorsQuery }, ({ actor, query }) =>
  listAuditActors(actor, query.q),
);
