import { readLicences } from "@/lib/domains/licences/read";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "settings:manage" }, ({ actor }) => readLicences(actor));
