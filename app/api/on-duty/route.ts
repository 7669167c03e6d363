import { listOnDuty } from "@/lib/domains/on-duty/read";
import { goOffDuty, goOnDuty } from "@/lib/domains/on-duty/write";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:read" }, ({ actor }) => listOnDuty(actor));

export const POST = route({ allow: "alarms:handle" }, ({ actor }) => goOnDuty(actor));

export const DELETE = route({ allow: "alarms:handle" }, ({ actor }) => goOffDuty(actor));
