import { HandoverParams } from "@/lib/domains/handovers/schema";
import { takeHandover } from "@/lib/domains/handovers/write/handovers";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:handle", params: HandoverParams }, ({ actor, params }) =>
  takeHandover(actor, params.id),
);
