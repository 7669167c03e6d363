import { record } from "@/lib/audit/record";
import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import { wake } from "@/lib/jobs/define";
import { readAuditState } from "./read/state";
import type { AuditState } from "./schema";

export const verifyDuty = "audit.verify";

/** Has the whole log followed now, by the worker. Throws ForbiddenError, also for somebody who is limited to areas. */
export async function requestVerification(actor: Actor): Promise<AuditState> {
  permit(actor, "audit:read");
  permitEverywhere(actor);
  await transaction(async (tx) => {
    await tx.query("UPDATE audit_state SET requested_at = clock_timestamp()");
    await record(tx, actor, { action: "audit.verify" });
    await publish(tx, { topic: "audit" });
  });
  await wake(verifyDuty);
  return readAuditState(actor);
}
