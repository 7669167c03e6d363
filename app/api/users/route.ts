import { listUsers } from "@/lib/domains/users/read/users";
import { Invitation, UserQuery } from "@/lib/domains/users/schema";
import { inviteUser } from "@/lib/domains/users/write/invite-user";
import { reply, route } from "@/lib/http/route";

export const GET = route({ allow: "users:manage", query: UserQuery }, ({ actor, query }) => listUsers(actor, query));

export const POST = route({ allow: "users:manage", stepUp: true, body: Invitation }, async ({ actor, body }) =>
  reply(await inviteUser(actor, body), { status: 201 }),
);
