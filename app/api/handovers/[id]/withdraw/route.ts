import { HandoverParams } from "@/lib/domains/handovers/schema";
import { withdrawHandover } from "@/lib/domains/handovers/write/handovers";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:handle", params: HandoverParams }, ({ actor, params }) =>
  withdrawHandover(actor, params.id),
);
