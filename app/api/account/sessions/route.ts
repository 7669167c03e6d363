import { endOtherSessions } from "@/lib/domains/account/write";
import { route } from "@/lib/http/route";

export const DELETE = route({ allow: "signed-in", stepUp: true }, ({ actor }) => endOtherSessions(actor));
