import { readDevice } from "@/lib/domains/devices/read";
import { DeviceParams } from "@/lib/domains/devices/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", params: DeviceParams }, ({ actor, params }) =>
  readDevice(actor, params.id),
);
