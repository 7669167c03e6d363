import { listOutages } from "@/lib/domains/outages/read";
import { OutageQuery } from "@/lib/domains/outages/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", query: OutageQuery }, ({ actor, query }) =>
  listOutages(actor, query),
);
