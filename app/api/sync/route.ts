import { syncStates } from "@/lib/domains/sync/read";
import { RefreshRequest } from "@/lib/domains/sync/schema";
import { requestSync } from "@/lib/domains/sync/write/request-sync";
import { reply, route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in" }, ({ actor }) => syncStates(actor));

export const POST = route({ allow: "signed-in", body: RefreshRequest }, async ({ actor, body }) =>
  reply(await requestSync(actor, body), { status: 202 }),
);
