import { renewRecoveryCodes } from "@/lib/domains/account/write";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "signed-in", stepUp: true }, ({ actor }) => renewRecoveryCodes(actor));
