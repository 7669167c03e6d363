import { readAbout } from "@/lib/domains/health/read";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "settings:manage" }, ({ actor }) => readAbout(actor));
