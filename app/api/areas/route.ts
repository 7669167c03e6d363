import { listAreas } from "@/lib/domains/areas/read";
import { AddArea, AreaQuery } from "@/lib/domains/areas/schema";
import { addArea } from "@/lib/domains/areas/write/add-area";
import { reply, route } from "@/lib/http/route";

export const GET = route({ allow: "areas:read", query: AreaQuery }, ({ actor, query }) => listAreas(actor, query));

export const POST = route({ allow: "areas:write", body: AddArea }, async ({ actor, body, signal }) =>
  reply(await addArea(actor, body, signal), { status: 201 }),
);
