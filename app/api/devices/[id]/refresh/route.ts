import { z } from "zod";
import { DeviceParams } from "@/lib/domains/devices/schema";
import { refreshDevice } from "@/lib/domains/devices/write/refresh-device";
import { route } from "@/lib/http/route";

export const POST = route(
  { allow: "devices:write", params: DeviceParams, body: z.object({}) },
  ({ actor, params, signal }) => refreshDevice(actor, params.id, signal),
);
