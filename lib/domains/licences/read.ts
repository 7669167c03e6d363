import { permit, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import type { Licences } from "./schema";

interface Row {
  overview: Licences["overview"];
  packages: Licences["packages"];
  asOf: Date | null;
  requested: boolean;
  errorAt: Date | null;
  errorCode: string | null;
  error: string | null;
}

/** The account's service packages from the mirror. Throws ForbiddenError. */
export async function readLicences(actor: Actor): Promise<Licences> {
  permit(actor, "settings:manage");
  const { rows } = await pool().query<Row>(
    `SELECT overview, packages, as_of AS "asOf", requested_at IS NOT NULL AS requested, error_at AS "errorAt", error_code AS "errorCode", error
       FROM licence_state WHERE id = 1`,
  );
  const row = rows[0];
  const { errorAt = null, errorCode = null, error = null } = row ?? {};
  return {
    overview: row?.overview ?? [],
    packages: row?.packages ?? [],
    asOf: row?.asOf?.toISOString() ?? null,
    requested: row?.requested ?? false,
    error: errorAt === null ? null : { at: errorAt.toISOString(), code: errorCode, message: error ?? "" },
  };
}
