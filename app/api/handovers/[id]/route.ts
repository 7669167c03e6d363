import { readHandover } from "@/lib/domains/handovers/read/handovers";
import { HandoverParams } from "@/lib/domains/handovers/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:handle", params: HandoverParams }, ({ actor, params }) =>
  readHandover(actor, params.id),
);
