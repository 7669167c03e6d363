import { permit, type Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db/client";
import { required, settings } from "@/lib/env";
import { readGatewaySummary } from "@/lib/domains/health/read";
import type { ConnectionState } from "./schema";

/** How the connection to the gateway stands, from the database; asks the gateway nothing. */
export async function readConnection(actor: Actor): Promise<ConnectionState> {
  permit(actor, "settings:manage");
  const [summary, token, installation] = await Promise.all([
    readGatewaySummary(),
    db().gatewayToken.findUnique({ where: { id: 1 } }),
    db().installation.findUnique({ where: { id: 1 } }),
  ]);
  return {
    mode: settings().mode,
    baseUrl: required("gateway").baseUrl,
    origin: token?.areaDomain ?? null,
    token: token && { obtainedAt: token.obtainedAt.toISOString(), expiresAt: token.expiresAt.toISOString() },
    secretReplacedAt: installation?.secretReplacedAt?.toISOString() ?? null,
    ...summary,
  };
}
