import { Export, exportedLists } from "@/lib/domains/exports/schema";
import { startExport } from "@/lib/domains/exports/write";
import { reply, route } from "@/lib/http/route";

const stepUp = ({ body }: { body: Export }) => exportedLists[body.list].personal;

export const POST = route({ allow: "signed-in", stepUp, body: Export }, async ({ actor, body }) => {
  const job = await startExport(actor, body);
  return reply(job, { status: 202, headers: { Location: `/api/jobs/${job.id}` } });
});
