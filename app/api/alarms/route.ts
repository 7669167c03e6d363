import { listAlarms } from "@/lib/domains/alarms/read/list";
import { AlarmQuery } from "@/lib/domains/alarms/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:read", query: AlarmQuery }, ({ actor, query }) => listAlarms(actor, query));
