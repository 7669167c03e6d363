import { ChangeState } from "@/lib/domains/alarms/schema";
import { changeState } from "@/lib/domains/alarms/write/state";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:handle", body: ChangeState }, ({ actor, body }) => changeState(actor, body));
