import type { Actor } from "@/lib/auth/actor";
import { startJob } from "@/lib/jobs/define";
import { exportList } from "./job";
import type { Export } from "./schema";

/** Starts the export of a list. Throws ForbiddenError, ConflictError. */
export function startExport(actor: Actor, wanted: Export): Promise<{ id: string }> {
  return startJob(actor, exportList, wanted);
}
