import { EscalationParams } from "@/lib/domains/escalations/schema";
import { tryRule } from "@/lib/domains/escalations/write/rules";
import { reply, route } from "@/lib/http/route";

export const POST = route({ allow: "settings:manage", params: EscalationParams }, async ({ actor, params }) =>
  reply(await tryRule(actor, params.id), { status: 202 }),
);
