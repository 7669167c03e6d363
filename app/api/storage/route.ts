import { readStorage } from "@/lib/domains/health/read";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in" }, () => readStorage());
