import { CheckItems, HandoverParams } from "@/lib/domains/handovers/schema";
import { checkItems } from "@/lib/domains/handovers/write/handovers";
import { route } from "@/lib/http/route";

export const POST = route(
  { allow: "alarms:handle", params: HandoverParams, body: CheckItems },
  ({ actor, params, body }) => checkItems(actor, params.id, body),
);
