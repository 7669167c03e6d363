import { AreaParams, RemoveResources } from "@/lib/domains/areas/schema";
import { removeResources } from "@/lib/domains/areas/write/remove-resources";
import { route } from "@/lib/http/route";

export const POST = route(
  { allow: "areas:write", params: AreaParams, body: RemoveResources },
  ({ actor, params, body, signal }) => removeResources(actor, { ...body, areaId: params.id }, signal),
);
