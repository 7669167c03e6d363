import { listViews } from "@/lib/domains/views/read";
import { NewView, ViewQuery } from "@/lib/domains/views/schema";
import { saveView } from "@/lib/domains/views/write";
import { reply, route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in", query: ViewQuery }, ({ actor, query }) => listViews(actor, query.list));

export const POST = route({ allow: "signed-in", body: NewView }, async ({ actor, body }) =>
  reply(await saveView(actor, body), { status: 201 }),
);
