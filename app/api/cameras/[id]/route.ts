import { readCamera } from "@/lib/domains/cameras/read";
import { CameraParams } from "@/lib/domains/cameras/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "cameras:read", params: CameraParams }, ({ actor, params }) =>
  readCamera(actor, params.id),
);
