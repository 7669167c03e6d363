import { lockDesk } from "@/lib/domains/account/write";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "signed-in", whileLocked: true, withoutCodes: true }, ({ actor }) =>
  lockDesk(actor),
);
