import { originOf } from "@/lib/auth/origin";
import { readProofChoice } from "@/lib/domains/account/read";
import { Proof } from "@/lib/domains/account/schema";
import { stepUpSession } from "@/lib/domains/account/write";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in", withoutCodes: true }, ({ actor }) => readProofChoice(actor));

export const POST = route({ allow: "signed-in", withoutCodes: true, body: Proof }, ({ actor, body, request }) =>
  stepUpSession(actor, body, originOf(request.headers)),
);
