import { listRoles } from "@/lib/domains/roles/read";
import { NewRole } from "@/lib/domains/roles/schema";
import { addRole } from "@/lib/domains/roles/write";
import { reply, route } from "@/lib/http/route";

export const GET = route({ allow: "users:manage" }, ({ actor }) => listRoles(actor));

export const POST = route({ allow: "users:manage", stepUp: true, body: NewRole }, async ({ actor, body }) =>
  reply(await addRole(actor, body), { status: 201 }),
);
