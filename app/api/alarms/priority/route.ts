import { ChangePriority } from "@/lib/domains/alarms/schema";
import { changePriority } from "@/lib/domains/alarms/write/fields";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:handle", body: ChangePriority }, ({ actor, body }) =>
  changePriority(actor, body),
);
