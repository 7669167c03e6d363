import { listCalls } from "@/lib/domains/escalations/read/calls";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:read" }, ({ actor }) => listCalls(actor));
