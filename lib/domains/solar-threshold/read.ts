import { permit, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import type { SolarThreshold } from "./schema";

/** What was last set from here. Throws ForbiddenError. */
export async function readSolarThreshold(actor: Actor): Promise<SolarThreshold> {
  permit(actor, "alarm-rules:read");
  const { rows } = await pool().query<{ percent: number; result: "done" | "unknown"; by: string | null; at: Date }>(
    `SELECT t.percent, t.result, u.name AS by, t.set_at AS at
       FROM solar_threshold t LEFT JOIN app_user u ON u.id = t.set_by ORDER BY t.id DESC LIMIT 1`,
  );
  const [last] = rows;
  return { set: last === undefined ? null : { ...last, at: last.at.toISOString() } };
}
