import { permit, type Actor } from "@/lib/auth/actor";
import { required } from "@/lib/env";
import { diagnoseConnection } from "@/lib/gateway";
import { regions } from "@/lib/gateway/regions";
import type { ConnectionTest } from "./schema";

/** Tries the configured keys step by step, while the administrator waits. Changes nothing. */
export async function testConnection(actor: Actor, signal?: AbortSignal): Promise<ConnectionTest> {
  permit(actor, "settings:manage");
  const { origin } = new URL(required("gateway").baseUrl);
  // Only a key that was sent to the vendor anyway is tried at the vendor's other regions.
  const atVendor = regions.some((region) => region.url === origin);
  const otherRegions = atVendor ? regions.filter((region) => region.url !== origin) : [];
  const diagnosis = await diagnoseConnection({ otherRegions, ...(signal ? { signal } : {}) });
  return { ...diagnosis, testedAt: new Date().toISOString() };
}
