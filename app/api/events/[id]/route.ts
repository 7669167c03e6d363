import { readEvent } from "@/lib/domains/events/read";
import { EventParams } from "@/lib/domains/events/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "doors:read", params: EventParams }, ({ actor, params }) =>
  readEvent(actor, params.id),
);
