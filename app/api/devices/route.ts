import { listDevices } from "@/lib/domains/devices/read";
import { DeviceQuery } from "@/lib/domains/devices/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", query: DeviceQuery }, ({ actor, query }) =>
  listDevices(actor, query),
);
