import { AlarmOutputParams, ControlAlarmOutput } from "@/lib/domains/alarm-outputs/schema";
import { controlOutput } from "@/lib/domains/alarm-outputs/write/control-output";
import { route } from "@/lib/http/route";

export const POST = route(
  { allow: "devices:write", params: AlarmOutputParams, body: ControlAlarmOutput },
  ({ actor, params, body, signal }) => controlOutput(actor, { id: params.id, ...body }, signal),
);
