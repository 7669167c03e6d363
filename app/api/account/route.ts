import { readAccount } from "@/lib/domains/account/read";
import { Profile } from "@/lib/domains/account/schema";
import { rename } from "@/lib/domains/account/write";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in" }, ({ actor }) => readAccount(actor));

export const PATCH = route({ allow: "signed-in", body: Profile }, ({ actor, body }) => rename(actor, body));
