import { isSetupNeeded } from "@/lib/auth/accounts";
import type { Actor } from "@/lib/auth/actor";
import { settings } from "@/lib/env";
import type { SessionInfo } from "./schema";

export function sessionInfo(actor: Actor): SessionInfo {
  const { userId: id, name, email, role, permissions } = actor;
  return { user: { id, name, email, role }, permissions, mode: settings().mode };
}

/** True while the set-up page has something to do: no real account yet, and no sandbox. */
export async function awaitsSetUp(): Promise<boolean> {
  return settings().mode === "live" && (await isSetupNeeded());
}
