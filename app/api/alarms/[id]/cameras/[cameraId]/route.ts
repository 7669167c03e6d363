import { AddedCameraParams } from "@/lib/domains/alarms/schema";
import { removeCamera } from "@/lib/domains/alarms/write/cameras";
import { route } from "@/lib/http/route";

export const DELETE = route({ allow: "alarms:handle", params: AddedCameraParams }, ({ actor, params }) =>
  removeCamera(actor, params),
);
