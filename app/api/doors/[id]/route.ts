import { readDoor } from "@/lib/domains/doors/read";
import { DoorParams } from "@/lib/domains/doors/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "doors:read", params: DoorParams }, ({ actor, params }) =>
  readDoor(actor, params.id),
);
