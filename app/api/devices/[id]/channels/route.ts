import { readChannels } from "@/lib/domains/devices/read";
import { DeviceParams } from "@/lib/domains/devices/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "areas:write", params: DeviceParams }, ({ actor, params, signal }) =>
  readChannels(actor, params.id, signal),
);
