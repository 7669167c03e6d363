import { readNavigation } from "@/lib/domains/navigation/read";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in" }, ({ actor }) => readNavigation(actor));
