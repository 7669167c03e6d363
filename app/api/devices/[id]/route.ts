import { readDevice } from "@/lib/domains/devices/read";
import { DeviceParams, EditDevice } from "@/lib/domains/devices/schema";
import { editDevice } from "@/lib/domains/devices/write/edit-device";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", params: DeviceParams }, ({ actor, params }) =>
  readDevice(actor, params.id),
);

export const PATCH = route(
  { allow: "devices:write", params: DeviceParams, body: EditDevice },
  ({ actor, params, body, signal }) => editDevice(actor, { ...body, ...params }, signal),
);
