import { readLink } from "@/lib/domains/account/read";
import { LinkToken } from "@/lib/domains/account/schema";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "public", body: LinkToken }, ({ body }) => readLink(body.token));
