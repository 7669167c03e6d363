import { UserParams } from "@/lib/domains/users/schema";
import { enableUser } from "@/lib/domains/users/write/disable-user";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "users:manage", params: UserParams }, ({ actor, params }) =>
  enableUser(actor, params.id),
);
