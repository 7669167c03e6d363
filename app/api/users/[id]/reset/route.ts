import { WithReason } from "@/lib/domains/commands/schema";
import { UserParams } from "@/lib/domains/users/schema";
import { resetUser } from "@/lib/domains/users/write/reset-user";
import { route } from "@/lib/http/route";

export const POST = route(
  { allow: "users:manage", stepUp: true, params: UserParams, body: WithReason },
  ({ actor, params, body }) => resetUser(actor, params.id, body),
);
