import { originOf } from "@/lib/auth/origin";
import { PasswordChange } from "@/lib/domains/account/schema";
import { changePassword } from "@/lib/domains/account/write";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "signed-in", body: PasswordChange }, ({ actor, body, request }) =>
  changePassword(actor, body, originOf(request.headers)),
);
