import { readArea } from "@/lib/domains/areas/read";
import { AreaParams } from "@/lib/domains/areas/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "areas:read", params: AreaParams }, ({ actor, params }) =>
  readArea(actor, params.id),
);
