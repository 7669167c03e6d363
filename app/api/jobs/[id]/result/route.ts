import { openResult } from "@/lib/domains/jobs/read";
import { JobParams } from "@/lib/domains/jobs/schema";
import { attachment } from "@/lib/http/attachment";
import { raw, route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in", params: JobParams }, async ({ actor, params }) =>
  raw(attachment(await openResult(actor, params.id))),
);
