import {
  ArrowLeftRight,
  BellRing,
  Cable,
  Camera,
  ChartNoAxesColumn,
  DoorClosed,
  FolderTree,
  HardDrive,
  HeartPulse,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Rss,
  Settings,
  ShieldCheck,
  Siren,
} from "lucide-react";
import type { Permission } from "@/lib/auth/roles";

export type NavigationGroup = "Watch" | "Sites" | "People" | "Fleet" | "Manage";

export interface NavigationItem {
  label: string;
  path: string;
  icon: LucideIcon;
  group: NavigationGroup;
  /** Null: for everyone who is signed in. */
  permission: Permission | null;
  /** Each of these opens a part of it too. */
  also?: readonly Permission[];
}

/** Every page of the console, in order. A page is added here and nowhere else. */
export const navigation: readonly NavigationItem[] = [
  { group: "Watch", label: "Overview", path: "/", icon: LayoutDashboard, permission: null },
  { group: "Watch", label: "Alarms", path: "/alarms", icon: Siren, permission: "alarms:read" },
  { group: "Watch", label: "Events", path: "/events", icon: Rss, permission: "doors:read" },
  {
    group: "Watch",
    label: "Alarm quality",
    path: "/alarm-quality",
    icon: ChartNoAxesColumn,
    permission: "alarms:read",
  },
  { group: "Watch", label: "Handover", path: "/handover", icon: ArrowLeftRight, permission: "alarms:handle" },
  { group: "Watch", label: "Alarm log", path: "/alarm-log", icon: ScrollText, permission: "alarms:read" },
  { group: "Sites", label: "Areas", path: "/areas", icon: FolderTree, permission: "areas:read" },
  { group: "Sites", label: "Devices", path: "/devices", icon: HardDrive, permission: "devices:read" },
  { group: "Sites", label: "Cameras", path: "/cameras", icon: Camera, permission: "cameras:read" },
  { group: "Sites", label: "Doors", path: "/doors", icon: DoorClosed, permission: "doors:read" },
  { group: "Sites", label: "Inputs and outputs", path: "/inputs-outputs", icon: Cable, permission: "devices:read" },
  { group: "Sites", label: "Health", path: "/health", icon: HeartPulse, permission: "devices:read" },
  { group: "Manage", label: "Alarm rules", path: "/alarm-rules", icon: BellRing, permission: "alarm-rules:read" },
  { group: "Manage", label: "Jobs", path: "/jobs", icon: ListChecks, permission: null },
  { group: "Manage", label: "Audit", path: "/audit", icon: ShieldCheck, permission: "audit:read" },
  {
    group: "Manage",
    label: "Settings",
    path: "/settings",
    icon: Settings,
    permission: "settings:manage",
    also: ["users:manage"],
  },
];

/** The pages this person may see: what they may not use is absent. */
export function navigationFor(may: (permission: Permission) => boolean): NavigationItem[] {
  return navigation.filter(({ permission, also = [] }) => permission === null || [permission, ...also].some(may));
}

export function navigationGroups(
  items: readonly NavigationItem[],
): { group: NavigationGroup; items: NavigationItem[] }[] {
  const groups = new Map<NavigationGroup, NavigationItem[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups].map(([group, members]) => ({ group, items: members }));
}

/** Whether `path` is this page or one below it. */
export function isWithin(item: NavigationItem, path: string): boolean {
  return item.path === "/" ? path === "/" : path === item.path || path.startsWith(`${item.path}/`);
}
