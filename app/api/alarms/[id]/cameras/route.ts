import { AddCamera, AlarmParams } from "@/lib/domains/alarms/schema";
import { addCamera } from "@/lib/domains/alarms/write/cameras";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:handle", params: AlarmParams, body: AddCamera }, ({ actor, params, body }) =>
  addCamera(actor, { ...params, ...body }),
);
