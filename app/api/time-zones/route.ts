import { listTimeZones } from "@/lib/domains/time-zones/read";
import { TimeZoneQuery } from "@/lib/domains/time-zones/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", query: TimeZoneQuery }, ({ actor, query }) =>
  listTimeZones(actor, query),
);
