import { DeleteDevices } from "@/lib/domains/devices/schema";
import { deleteDevices } from "@/lib/domains/devices/write/delete-devices";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "devices:write", stepUp: true, body: DeleteDevices }, ({ actor, body, signal }) =>
  deleteDevices(actor, body, signal),
);
