import { RoleChange, RoleParams } from "@/lib/domains/roles/schema";
import { changeRole, deleteRole } from "@/lib/domains/roles/write";
import { route } from "@/lib/http/route";

export const PATCH = route(
  { allow: "users:manage", stepUp: true, params: RoleParams, body: RoleChange },
  ({ actor, params, body }) => changeRole(actor, params.id, body),
);

export const DELETE = route({ allow: "users:manage", stepUp: true, params: RoleParams }, ({ actor, params }) =>
  deleteRole(actor, params.id),
);
