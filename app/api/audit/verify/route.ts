import { requestVerification } from "@/lib/domains/audit/write";
import { reply, route } from "@/lib/http/route";

export const POST = route({ allow: "audit:read" }, async ({ actor }) =>
  reply(await requestVerification(actor), { status: 202 }),
);
