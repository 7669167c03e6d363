"use client";

import { PageFrame, type PageFrameProps } from "@/components/shell/page-frame";
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
  queues: { label: "Queues", href: "/settings/queues", permission: "settings:manage" },
  escalation: { label: "Escalation", href: "/settings/escalation", permission: "settings:manage" },
  retention: { label: "Retention and storage", href: "/settings/retention", permission: "settings:manage" },
  licences: { label: "Licences", href: "/settings/licences", permission: "settings:manage" },
  users: { label: "Users", href: "/settings/users", permission: "users:manage" },
  roles: { label: "Roles", href: "/settings/roles", permission: "users:manage" },
  about: { label: "About", href: "/settings/about", permission: "settings:manage" },
} satisfies Record<string, SettingsTab>;

export interface SettingsFrameProps extends Omit<PageFrameProps, "title" | "parent"> {
  tab: keyof typeof tabs;
}

export function SettingsFrame({ tab, children, ...frame }: SettingsFrameProps) {
  const { person } = useShell();
  const open = Object.entries(tabs).filter(([, { permission }]) => may(person, permission));
  return (
    <PageFrame title="Settings" {...frame}>
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
