import { ArrowLeftRight, Keyboard, Lock, LogOut, type LucideIcon, Moon, RefreshCw, Rows4, Sun } from "lucide-react";
import type { Permission } from "@/lib/auth/roles";
import { handOver, lockThisDesk } from "./desk";
import { leave } from "./leave";
import type { useShell } from "./shell-context";

export interface CommandContext {
  shell: ReturnType<typeof useShell>;
  /** Reads what the present page shows anew; undefined where a page has nothing to refresh. */
  onRefresh: (() => void) | undefined;
}

export interface Command {
  id: string;
  icon: LucideIcon;
  /** Null: for everyone who is signed in. */
  permission?: Permission;
  /** What it says now; null when there is nothing to do. */
  label: (context: CommandContext) => string | null;
  run: (context: CommandContext) => void;
}

/** Every action of the palette. One is added here and nowhere else. */
export const commands: readonly Command[] = [
  {
    id: "refresh",
    icon: RefreshCw,
    label: ({ onRefresh }) => (onRefresh === undefined ? null : "Refresh what this page shows"),
    run: ({ onRefresh }) => onRefresh?.(),
  },
  {
    id: "light",
    icon: Sun,
    label: ({ shell }) => (shell.theme === "light" ? null : "Switch to the light theme"),
    run: ({ shell }) => shell.setTheme("light"),
  },
  {
    id: "dark",
    icon: Moon,
    label: ({ shell }) => (shell.theme === "dark" ? null : "Switch to the dark theme"),
    run: ({ shell }) => shell.setTheme("dark"),
  },
  {
    id: "density",
    icon: Rows4,
    label: ({ shell }) => (shell.density === "compact" ? "Show rows comfortably" : "Show rows compactly"),
    run: ({ shell }) => shell.setDensity(shell.density === "compact" ? "comfortable" : "compact"),
  },
  {
    id: "keys",
    icon: Keyboard,
    label: () => "Show the keys of this page",
    run: ({ shell }) => shell.setOverlay("keys"),
  },
  { id: "lock", icon: Lock, label: () => "Lock this desk", run: () => void lockThisDesk() },
  { id: "hand-over", icon: ArrowLeftRight, label: () => "Hand over this desk", run: () => void handOver() },
  { id: "sign-out", icon: LogOut, label: () => "Sign out", run: () => void leave() },
];
