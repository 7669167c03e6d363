import { AnyRoleParams, CodesRule } from "@/lib/domains/roles/schema";
import { ruleCodes } from "@/lib/domains/roles/write";
import { route } from "@/lib/http/route";

export const PUT = route(
  { allow: "users:manage", stepUp: true, params: AnyRoleParams, body: CodesRule },
  ({ actor, params, body }) => ruleCodes(actor, params.id, body),
);
