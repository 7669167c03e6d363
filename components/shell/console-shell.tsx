"use client";

import { useQuery } from "@tanstack/react-query";
import { FlaskConical, ShieldAlert } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import type { ReactNode } from "react";
import { CallBanner } from "@/components/escalations/call-banner";
import { JobNews } from "@/components/jobs/job-news";
import { LiveProvider, useGateway } from "@/components/live/live-provider";
import { insist } from "@/components/ui/insist";
import { Banner, GatewayDown, GatewayRefuses } from "@/components/ui/states";
import { may } from "@/lib/auth/roles";
import { auditQueries } from "@/lib/domains/audit/queries";
import type { GatewayState } from "@/lib/domains/health/schema";
// Each page has it, and so has the page of errors: here its code stands once for all of them.
import "./page-frame";
import { BottomBar } from "./bottom-bar";
import { useDesk } from "./desk";
import type { Density, NavigationWidth, Theme } from "./preferences";
import { type Person, ShellProvider } from "./shell-context";
import { SideNavigation } from "./side-navigation";
import { StorageBanner, useStorage } from "./storage-banner";

// Rings and counts on every page, for those who watch alarms; nothing of it is needed for the first picture.
const AlarmAlerts = dynamic(
  () => insist(() => import("@/components/alarms/alarm-alerts")).then((module) => module.AlarmAlerts),
  {
    ssr: false,
  },
);

export interface ConsoleShellProps {
  person: Person;
  theme: Theme;
  density: Density;
  navigation: NavigationWidth;
  singleKeys: boolean;
  sandbox: boolean;
  /** As the server knows it; the live stream moves it on. */
  gateway: GatewayState;
  /** Whether the audit log is known to be broken; null for those who may not know. */
  auditBroken: boolean | null;
  /** ISO time on the server at which the console was opened. */
  openedAt: string;
  children: ReactNode;
}

/** The frame: banners across, navigation at the side or at the foot, the page in the rest. */
export function ConsoleShell({ sandbox, gateway, auditBroken, openedAt, children, ...shell }: ConsoleShellProps) {
  useDesk();
  return (
    <ShellProvider {...shell}>
      <LiveProvider person={shell.person.id} gateway={gateway}>
        <div className="flex h-dvh flex-col overflow-hidden">
          <Banners sandbox={sandbox} auditBroken={auditBroken} />
          <CallBanner />
          <div className="flex min-h-0 flex-1">
            <SideNavigation />
            <div className="flex min-w-0 flex-1 flex-col">{children}</div>
          </div>
          <BottomBar />
          <JobNews />
          {may(shell.person, "alarms:read") ? <AlarmAlerts openedAt={openedAt} /> : null}
        </div>
      </LiveProvider>
    </ShellProvider>
  );
}

function Banners({ sandbox, auditBroken }: { sandbox: boolean; auditBroken: boolean | null }) {
  const gateway = useGateway();
  const storage = useStorage();
  const audit = useQuery({ ...auditQueries.state(), enabled: auditBroken !== null });
  const isBroken = audit.data === undefined ? auditBroken === true : audit.data.state === "broken";
  if (!sandbox && !isBroken && gateway.state === "up" && storage.state === "ok") return null;
  return (
    <aside aria-label="Notices" className="shrink-0">
      {isBroken ? (
        <Banner
          tone="danger"
          icon={ShieldAlert}
          role="alert"
          title="The audit log is broken."
          action={
            <Link href="/audit" className="target rounded-xs font-medium underline">
              See what was found
            </Link>
          }
        >
          Entries are not as they were written.
        </Banner>
      ) : null}
      {gateway.state === "down" ? <GatewayDown since={gateway.since} /> : null}
      {gateway.state === "refused" ? (
        <GatewayRefuses since={gateway.since} why={`${gateway.meaning} ${gateway.advice}`} code={gateway.code} />
      ) : null}
      {storage.state === "ok" ? null : <StorageBanner storage={storage} />}
      {sandbox ? (
        <Banner tone="info" icon={FlaskConical} title="Sandbox:">
          a made-up site. Nothing here is real.
        </Banner>
      ) : null}
    </aside>
  );
}
