import { listSettings } from "@/lib/domains/settings/read";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "settings:manage" }, ({ actor }) => listSettings(actor));
