import { listRules } from "@/lib/domains/escalations/read/rules";
import { EscalationRuleInput } from "@/lib/domains/escalations/schema";
import { addRule } from "@/lib/domains/escalations/write/rules";
import { reply, route } from "@/lib/http/route";

export const GET = route({ allow: "settings:manage" }, ({ actor }) => listRules(actor));

export const POST = route({ allow: "settings:manage", body: EscalationRuleInput }, async ({ actor, body }) =>
  reply(await addRule(actor, body), { status: 201 }),
);
