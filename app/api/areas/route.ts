import { listAreas } from "@/lib/domains/areas/read";
import { AreaQuery } from "@/lib/domains/areas/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "areas:read", query: AreaQuery }, ({ actor, query }) => listAreas(actor, query));
