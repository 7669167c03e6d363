import { ChangeOwner } from "@/lib/domains/alarms/schema";
import { changeOwner } from "@/lib/domains/alarms/write/fields";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:handle", body: ChangeOwner }, ({ actor, body }) => changeOwner(actor, body));
