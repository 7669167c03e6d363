import { ClearItem, HandoverParams } from "@/lib/domains/handovers/schema";
import { clearItem } from "@/lib/domains/handovers/write/handovers";
import { route } from "@/lib/http/route";

export const POST = route(
  { allow: "alarms:handle", params: HandoverParams, body: ClearItem },
  ({ actor, params, body }) => clearItem(actor, params.id, body),
);
