import { WithReason } from "@/lib/domains/commands/schema";
import { JobParams } from "@/lib/domains/jobs/schema";
import { cancelJob } from "@/lib/domains/jobs/write";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "signed-in", params: JobParams, body: WithReason }, ({ actor, params, body }) =>
  cancelJob(actor, params.id, body),
);
