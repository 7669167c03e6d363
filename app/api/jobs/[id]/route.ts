import { readJob } from "@/lib/domains/jobs/read";
import { JobParams } from "@/lib/domains/jobs/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in", params: JobParams }, ({ actor, params }) => readJob(actor, params.id));
