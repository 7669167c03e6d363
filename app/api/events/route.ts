import { listEvents } from "@/lib/domains/events/read";
import { EventQuery } from "@/lib/domains/events/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "doors:read", query: EventQuery }, ({ actor, query }) => listEvents(actor, query));
