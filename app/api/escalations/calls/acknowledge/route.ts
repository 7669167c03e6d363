import { AcknowledgeCalls } from "@/lib/domains/escalations/schema";
import { acknowledgeCalls } from "@/lib/domains/escalations/write/calls";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:read", body: AcknowledgeCalls }, ({ actor, body }) =>
  acknowledgeCalls(actor, body.ids),
);
