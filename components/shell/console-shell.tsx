"use client";

import { FlaskConical } from "lucide-react";
import type { ReactNode } from "react";
import { JobNews } from "@/components/jobs/job-news";
import { LiveProvider, useGateway } from "@/components/live/live-provider";
import { Banner, GatewayDown } from "@/components/ui/states";
import type { GatewayState } from "@/lib/domains/health/schema";
import { BottomBar } from "./bottom-bar";
import { useDesk } from "./desk";
import type { Density, NavigationWidth, Theme } from "./preferences";
import { type Person, ShellProvider } from "./shell-context";
import { SideNavigation } from "./side-navigation";
import { StorageBanner, useStorage } from "./storage-banner";

export interface ConsoleShellProps {
  person: Person;
  theme: Theme;
  density: Density;
  navigation: NavigationWidth;
  singleKeys: boolean;
  sandbox: boolean;
  /** As the server knows it; the live stream moves it on. */
  gateway: GatewayState;
  children: ReactNode;
}

/** The frame: banners across, navigation at the side or at the foot, the page in the rest. */
export function ConsoleShell({ sandbox, gateway, children, ...shell }: ConsoleShellProps) {
  useDesk();
  return (
    <ShellProvider {...shell}>
      <LiveProvider person={shell.person.id} gateway={gateway}>
        <div className="flex h-dvh flex-col overflow-hidden">
          <Banners sandbox={sandbox} />
          <div className="flex min-h-0 flex-1">
            <SideNavigation />
            <div className="flex min-w-0 flex-1 flex-col">{children}</div>
          </div>
          <BottomBar />
          <JobNews />
        </div>
      </LiveProvider>
    </ShellProvider>
  );
}

function Banners({ sandbox }: { sandbox: boolean }) {
  const gateway = useGateway();
  const storage = useStorage();
  if (!sandbox && gateway.state === "up" && storage.state === "ok") return null;
  return (
    <aside aria-label="Notices" className="shrink-0">
      {gateway.state === "down" ? <GatewayDown since={gateway.since} /> : null}
      {storage.state === "ok" ? null : <StorageBanner storage={storage} />}
      {sandbox ? (
        <Banner tone="info" icon={FlaskConical} title="Sandbox:">
          a made-up site. Nothing here is real.
        </Banner>
      ) : null}
    </aside>
  );
}
