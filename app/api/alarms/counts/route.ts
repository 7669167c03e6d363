import { countAlarms } from "@/lib/domains/alarms/read/counts";
import { CountsQuery } from "@/lib/domains/alarms/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:read", query: CountsQuery }, ({ actor, query }) => countAlarms(actor, query));
