import { listAssignees } from "@/lib/domains/on-duty/read";
import { AssigneesQuery } from "@/lib/domains/on-duty/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:handle", query: AssigneesQuery }, ({ actor, query }) =>
  listAssignees(actor, query),
);
