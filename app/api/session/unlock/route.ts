import { originOf } from "@/lib/auth/origin";
import { Proof } from "@/lib/domains/account/schema";
import { unlockDesk } from "@/lib/domains/account/write";
import { route } from "@/lib/http/route";

export const POST = route(
  { allow: "signed-in", whileLocked: true, withoutCodes: true, body: Proof },
  ({ actor, body, request }) => unlockDesk(actor, body, originOf(request.headers)),
);
