import { readOverview } from "@/lib/domains/overview/read";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in" }, ({ actor }) => readOverview(actor));
