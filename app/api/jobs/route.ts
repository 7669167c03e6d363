import { listJobs } from "@/lib/domains/jobs/read";
import { JobQuery } from "@/lib/domains/jobs/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in", query: JobQuery }, ({ actor, query }) => listJobs(actor, query));
