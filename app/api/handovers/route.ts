import { listHandovers } from "@/lib/domains/handovers/read/handovers";
import { HandoverQuery, PrepareHandover } from "@/lib/domains/handovers/schema";
import { prepareHandover } from "@/lib/domains/handovers/write/handovers";
import { reply, route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:handle", query: HandoverQuery }, ({ actor, query }) =>
  listHandovers(actor, query),
);

export const POST = route({ allow: "alarms:handle", body: PrepareHandover }, async ({ actor, body }) =>
  reply(await prepareHandover(actor, body), { status: 201 }),
);
