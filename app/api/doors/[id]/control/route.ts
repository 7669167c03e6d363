import { ControlDoor, DoorParams } from "@/lib/domains/doors/schema";
import { controlDoor } from "@/lib/domains/doors/write/control-door";
import { route } from "@/lib/http/route";

export const POST = route(
  { allow: "doors:control", params: DoorParams, body: ControlDoor },
  ({ actor, params, body, signal }) => controlDoor(actor, { id: params.id, ...body }, signal),
);
