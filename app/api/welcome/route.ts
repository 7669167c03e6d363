import { originOf } from "@/lib/auth/origin";
import { Welcome } from "@/lib/domains/account/schema";
import { chooseByLink } from "@/lib/domains/account/write";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "public", body: Welcome }, ({ body, request }) =>
  chooseByLink(body, originOf(request.headers)),
);
