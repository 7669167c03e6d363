import { readUser } from "@/lib/domains/users/read/users";
import { UserChange, UserParams } from "@/lib/domains/users/schema";
import { changeUser } from "@/lib/domains/users/write/change-user";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "users:manage", params: UserParams }, ({ actor, params }) =>
  readUser(actor, params.id),
);

export const PATCH = route(
  { allow: "users:manage", stepUp: true, params: UserParams, body: UserChange },
  ({ actor, params, body }) => changeUser(actor, params.id, body),
);
