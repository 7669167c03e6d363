"use client";

import type { ReactNode } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useShell } from "@/components/shell/shell-context";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { may, type Permission } from "@/lib/auth/roles";

interface SettingsTab {
  label: string;
  href: string;
  permission: Permission;
}

/** Every part of the settings, with an address each. One is added here and nowhere else. */
const tabs = {
  connection: { label: "Connection", href: "/settings", permission: "settings:manage" },
  synchronisation: { label: "Synchronisation", href: "/settings/synchronisation", permission: "settings:manage" },
  users: { label: "Users", href: "/settings/users", permission: "users:manage" },
  roles: { label: "Roles", href: "/settings/roles", permission: "users:manage" },
} satisfies Record<string, SettingsTab>;

export interface SettingsFrameProps {
  tab: keyof typeof tabs;
  /** At the end of the bar: the page's one primary action. */
  actions?: ReactNode;
  children: ReactNode;
}

export function SettingsFrame({ tab, actions, children }: SettingsFrameProps) {
  const { person } = useShell();
  const open = Object.entries(tabs).filter(([, { permission }]) => may(person, permission));
  return (
    <PageFrame title="Settings" actions={actions}>
      <Tabs className="flex-1" selectedKey={tab}>
        <TabList label="Settings" className="bg-surface">
          {open.map(([id, { label, href }]) => (
            <Tab key={id} id={id} href={href}>
              {label}
            </Tab>
          ))}
        </TabList>
        <TabPanel id={tab} className="flex flex-col overflow-auto bg-surface">
          {children}
        </TabPanel>
      </Tabs>
    </PageFrame>
  );
}
