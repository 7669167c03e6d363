import { listJobRows } from "@/lib/domains/jobs/read";
import { JobParams, JobRowQuery } from "@/lib/domains/jobs/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in", params: JobParams, query: JobRowQuery }, ({ actor, params, query }) =>
  listJobRows(actor, params.id, query),
);
