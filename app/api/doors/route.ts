import { listDoors } from "@/lib/domains/doors/read";
import { DoorQuery } from "@/lib/domains/doors/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "doors:read", query: DoorQuery }, ({ actor, query }) => listDoors(actor, query));
