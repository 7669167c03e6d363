import { readAreaTree } from "@/lib/domains/areas/read";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "areas:read" }, ({ actor }) => readAreaTree(actor));
