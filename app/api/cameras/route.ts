import { listCameras } from "@/lib/domains/cameras/read";
import { CameraQuery } from "@/lib/domains/cameras/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "cameras:read", query: CameraQuery }, ({ actor, query }) =>
  listCameras(actor, query),
);
