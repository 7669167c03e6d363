import { JobParams } from "@/lib/domains/jobs/schema";
import { pauseJob } from "@/lib/domains/jobs/write";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "signed-in", params: JobParams }, ({ actor, params }) => pauseJob(actor, params.id));
