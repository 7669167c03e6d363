import { JobParams } from "@/lib/domains/jobs/schema";
import { resumeJob } from "@/lib/domains/jobs/write";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "signed-in", params: JobParams }, ({ actor, params }) =>
  resumeJob(actor, params.id),
);
