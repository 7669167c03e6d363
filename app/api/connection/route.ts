import { readConnection } from "@/lib/domains/connection/read";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "settings:manage" }, ({ actor }) => readConnection(actor));
