import { FlagHandover } from "@/lib/domains/alarms/schema";
import { flagHandover } from "@/lib/domains/alarms/write/fields";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:handle", body: FlagHandover }, ({ actor, body }) =>
  flagHandover(actor, body),
);
