import { permit, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { wake } from "@/lib/jobs/define";
import { readLicences } from "./read";
import type { Licences } from "./schema";

export const licenceDuty = "licences";

/** Has the plan read anew, as soon as the gateway has time. Throws ForbiddenError. */
export async function requestLicences(actor: Actor): Promise<Licences> {
  permit(actor, "settings:manage");
  await pool().query("UPDATE licence_state SET requested_at = clock_timestamp() WHERE id = 1");
  await wake(licenceDuty);
  return readLicences(actor);
}
