import { WithReason } from "@/lib/domains/commands/schema";
import { UserParams } from "@/lib/domains/users/schema";
import { enableUser } from "@/lib/domains/users/write/disable-user";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "users:manage", params: UserParams, body: WithReason }, ({ actor, params, body }) =>
  enableUser(actor, params.id, body),
);
