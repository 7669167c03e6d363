import { TotpCode } from "@/lib/domains/account/schema";
import { confirmTotp, disableTotp, startTotp } from "@/lib/domains/account/write";
import { route } from "@/lib/http/route";

// Also to begin with: whoever finds an open desk must not be able to lock its owner out.
export const POST = route({ allow: "signed-in", withoutCodes: true, stepUp: true }, ({ actor }) => startTotp(actor));

export const PUT = route({ allow: "signed-in", withoutCodes: true, body: TotpCode }, ({ actor, body }) =>
  confirmTotp(actor, body),
);

export const DELETE = route({ allow: "signed-in", stepUp: true }, ({ actor }) => disableTotp(actor));
