import { sessionInfo } from "@/lib/domains/users/read";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in" }, ({ actor }) => sessionInfo(actor));
