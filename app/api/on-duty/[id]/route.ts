import { OnDutyParams } from "@/lib/domains/on-duty/schema";
import { endDuty } from "@/lib/domains/on-duty/write";
import { route } from "@/lib/http/route";

export const DELETE = route({ allow: "users:manage", params: OnDutyParams }, ({ actor, params }) =>
  endDuty(actor, params.id),
);
