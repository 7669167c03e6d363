import { listDevices } from "@/lib/domains/devices/read";
import { AddDevices, DeviceQuery } from "@/lib/domains/devices/schema";
import { addDevices } from "@/lib/domains/devices/write/add-devices";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", query: DeviceQuery }, ({ actor, query }) =>
  listDevices(actor, query),
);

export const POST = route({ allow: "devices:write", body: AddDevices }, ({ actor, body, signal }) =>
  addDevices(actor, body, signal),
);
