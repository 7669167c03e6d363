import { Erasure, UserParams } from "@/lib/domains/users/schema";
import { eraseUser } from "@/lib/domains/users/write/erase-user";
import { route } from "@/lib/http/route";

export const POST = route(
  { allow: "users:manage", stepUp: true, params: UserParams, body: Erasure },
  ({ actor, params }) => eraseUser(actor, params.id),
);
