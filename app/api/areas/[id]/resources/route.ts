import { AddResources, AreaParams } from "@/lib/domains/areas/schema";
import { addResources } from "@/lib/domains/areas/write/add-resources";
import { route } from "@/lib/http/route";

export const POST = route(
  { allow: "areas:write", params: AreaParams, body: AddResources },
  ({ actor, params, body, signal }) => addResources(actor, { ...body, areaId: params.id }, signal),
);
