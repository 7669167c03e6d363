import { EndSessions, UserParams } from "@/lib/domains/users/schema";
import { endUserSessions } from "@/lib/domains/users/write/end-sessions";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "users:manage", params: UserParams, body: EndSessions }, ({ actor, params, body }) =>
  endUserSessions(actor, params.id, body),
);
