"use client";

import { LogOut, Moon, Rows4, Search, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import {
  Autocomplete,
  Dialog,
  Header,
  Heading,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from "react-aria-components";
import { Icon, type LucideIcon } from "@/components/ui/icon";
import { KeyCap } from "@/components/ui/key-cap";
import { leave } from "./leave";
import { navigationFor } from "./navigation";
import { useShell } from "./shell-context";

interface Command {
  id: string;
  label: string;
  icon: LucideIcon;
  aside?: string;
  run: () => void;
}

/** Pages and a few actions by name, for hands that stay on the keyboard. */
export function Palette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const { person, theme, setTheme, density, setDensity } = useShell();
  const { contains } = useFilter({ sensitivity: "base" });

  const pages = navigationFor(person.role).map((item): Command => ({
    id: item.path,
    label: item.label,
    icon: item.icon,
    aside: item.group,
    run: () => router.push(item.path),
  }));
  const actions: Command[] = [
    theme === "dark"
      ? { id: "light", label: "Switch to the light theme", icon: Sun, run: () => setTheme("light") }
      : { id: "dark", label: "Switch to the dark theme", icon: Moon, run: () => setTheme("dark") },
    density === "compact"
      ? { id: "comfortable", label: "Show rows comfortably", icon: Rows4, run: () => setDensity("comfortable") }
      : { id: "compact", label: "Show rows compactly", icon: Rows4, run: () => setDensity("compact") },
    { id: "sign-out", label: "Sign out", icon: LogOut, run: () => void leave() },
  ];

  function section(title: string, commands: readonly Command[]) {
    return (
      <MenuSection>
        <Header className="px-3 pt-3 pb-1 text-xs text-fg-faint">{title}</Header>
        {commands.map((command) => (
          <MenuItem
            key={command.id}
            id={command.id}
            textValue={command.label}
            onAction={() => {
              onClose();
              command.run();
            }}
            className="group flex min-h-9 cursor-default items-center gap-3 rounded-md px-3 text-sm text-fg outline-none data-focused:bg-selected pointer-coarse:min-h-11"
          >
            <Icon of={command.icon} className="text-fg-faint" />
            <span className="flex-1">{command.label}</span>
            {command.aside === undefined ? null : <span className="text-xs text-fg-faint">{command.aside}</span>}
            <KeyCap className="invisible group-data-focused:visible">↵</KeyCap>
          </MenuItem>
        ))}
      </MenuSection>
    );
  }

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => (open ? undefined : onClose())}
      className="fixed inset-0 z-(--z-dialog) flex items-start justify-center bg-scrim p-4 pt-[15vh]"
    >
      <Modal className="w-full max-w-140 overflow-hidden rounded-xl bg-raised shadow-dialog">
        <Dialog className="flex max-h-[70vh] flex-col outline-none">
          <Heading slot="title" className="sr-only">
            Go to a page
          </Heading>
          <Autocomplete filter={contains}>
            <SearchField
              aria-label="Page or action"
              autoFocus
              className="flex items-center gap-3 border-b border-line px-4"
            >
              <Icon of={Search} className="text-fg-faint" />
              <Input
                placeholder="Page or action"
                className="h-12 min-w-0 flex-1 bg-transparent text-md text-fg outline-none [&::-webkit-search-cancel-button]:hidden"
              />
            </SearchField>
            <Menu
              aria-label="Pages and actions"
              className="min-h-0 flex-1 overflow-auto p-1.5 outline-none"
              renderEmptyState={() => (
                <p className="px-3 py-6 text-center text-sm text-fg-faint">No page of that name</p>
              )}
            >
              {section("Pages", pages)}
              {section("Actions", actions)}
            </Menu>
          </Autocomplete>
          <div aria-hidden className="flex gap-4 border-t border-line px-4 py-2.5 text-xs text-fg-faint max-sm:hidden">
            <span className="inline-flex items-center gap-1">
              <KeyCap>↑</KeyCap>
              <KeyCap>↓</KeyCap> choose
            </span>
            <span className="inline-flex items-center gap-1">
              <KeyCap>↵</KeyCap> open
            </span>
            <span className="inline-flex items-center gap-1">
              <KeyCap>Esc</KeyCap> close
            </span>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
