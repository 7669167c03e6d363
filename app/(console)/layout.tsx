import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ConsoleShell } from "@/components/shell/console-shell";
import {
  densities,
  navigationWidths,
  oneOf,
  preferenceCookies,
  switches,
  themes,
} from "@/components/shell/preferences";
import { keptCookies } from "@/components/ui/kept-cookie";
import { pageActor } from "@/lib/auth/page";
import { isSecure } from "@/lib/auth/session";
import { isAuditBroken } from "@/lib/domains/audit/read/state";
import { readGatewayState } from "@/lib/domains/health/read";
import { settings } from "@/lib/env";

/** Alarms that come later than this ring, however long the page's scripts take to run. */
const openedAt = () => new Date().toISOString();

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const actor = await pageActor();
  // The page knows its own address, and sends whoever is not signed in to sign in and come back to it.
  if (actor === null) return children;
  const [jar, gateway, auditBroken] = await Promise.all([cookies(), readGatewayState(), isAuditBroken(actor)]);
  const kept = keptCookies(jar.getAll(), { secure: isSecure() });
  const isGuard = actor.role === "guard";
  return (
    <ConsoleShell
      person={{
        id: actor.userId,
        name: actor.name,
        roleName: actor.roleName,
        permissions: actor.permissions,
        everywhere: actor.areaIds === null,
      }}
      theme={oneOf(themes, kept.get(preferenceCookies.theme)) ?? "system"}
      density={oneOf(densities, kept.get(preferenceCookies.density)) ?? (isGuard ? "compact" : "comfortable")}
      navigation={oneOf(navigationWidths, kept.get(preferenceCookies.navigation)) ?? (isGuard ? "rail" : "open")}
      singleKeys={oneOf(switches, kept.get(preferenceCookies.singleKeys)) !== "off"}
      sandbox={settings().mode === "sandbox"}
      gateway={gateway}
      auditBroken={auditBroken}
      openedAt={openedAt()}
    >
      {children}
    </ConsoleShell>
  );
}
