import { Export } from "@/lib/domains/exports/schema";
import { startExport } from "@/lib/domains/exports/write";
import { reply, route } from "@/lib/http/route";

export const POST = route({ allow: "signed-in", body: Export }, async ({ actor, body }) => {
  const job = await startExport(actor, body);
  return reply(job, { status: 202, headers: { Location: `/api/jobs/${job.id}` } });
});
