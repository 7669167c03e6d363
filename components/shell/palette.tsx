"use client";

import { useQuery } from "@tanstack/react-query";
import { Camera, DoorClosed, FolderTree, HardDrive, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Dialog } from "react-aria-components/Dialog";
import { Header } from "react-aria-components/Header";
import { Heading } from "react-aria-components/Heading";
import { Input } from "react-aria-components/Input";
import { Menu, MenuItem, MenuSection } from "react-aria-components/Menu";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { SearchField } from "react-aria-components/SearchField";
import { AreaPath } from "@/components/areas/area-path";
import { Icon, type LucideIcon } from "@/components/ui/icon";
import { KeyCap } from "@/components/ui/key-cap";
import { Name } from "@/components/ui/name";
import { trouble } from "@/components/ui/trouble";
import { searchQueries } from "@/lib/domains/search/queries";
import type { SearchHit, SearchKind } from "@/lib/domains/search/schema";
import { commands } from "./commands";
import { mayLeave } from "./leaving";
import { navigationFor } from "./navigation";
import { useShell } from "./shell-context";

interface Entry {
  id: string;
  label: string;
  icon: LucideIcon;
  /** At the end; of more than one the last stands whole. */
  aside?: readonly string[] | undefined;
  offline?: boolean;
  /** Where it leads; an entry without does something. */
  href?: string;
  run?: () => void;
}

const kinds: Readonly<Record<SearchKind, { title: string; icon: LucideIcon; href: (id: string) => string }>> = {
  cameras: { title: "Cameras", icon: Camera, href: (id) => `/cameras/${id}` },
  doors: { title: "Doors", icon: DoorClosed, href: (id) => `/doors?open=${id}` },
  devices: { title: "Devices", icon: HardDrive, href: (id) => `/devices/${id}` },
  areas: { title: "Areas", icon: FolderTree, href: (id) => `/areas?area=${id}` },
};

const fold = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function entryOf({ kind, id, name, path, serial, state }: SearchHit): Entry {
  const where = path.length > 0 ? path.slice(-2) : serial === null ? [] : [serial];
  return {
    id: `${kind} ${id}`,
    label: name,
    icon: kinds[kind].icon,
    aside: where,
    offline: state === "offline",
    href: kinds[kind].href(encodeURIComponent(id)),
  };
}

export interface PaletteProps {
  onClose: () => void;
  onRefresh: (() => void) | undefined;
  /** What was typed before this was there. */
  early: () => string;
  /** From now on it hears the keys itself; `take` gets all that was typed until then. */
  onReady: (take: (typed: string) => void) => void;
}

/** Pages, things of the site and actions by name, for hands that stay on the keyboard. */
export function Palette({ onClose, onRefresh, early, onReady }: PaletteProps) {
  const router = useRouter();
  const shell = useShell();
  const [words, setWords] = useState(early);
  const q = useDeferredValue(words.trim());
  const found = useQuery(searchQueries.find(q));
  const inNewTab = useRef(false);
  // Letters also count before the field has the focus; a busy machine takes a moment to give it.
  useEffect(() => {
    onReady(setWords);
    function onKeyDown(event: globalThis.KeyboardEvent) {
      const within = event.target instanceof Element && event.target.closest("[role=dialog]") !== null;
      if (within || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      setWords((before) => before + event.key);
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [onReady]);

  const wanted = fold(q).split(/\s+/u).filter(Boolean);
  const matches = ({ label }: Entry) => wanted.every((word) => fold(label).includes(word));
  const pages = navigationFor(shell.may).map(({ path, label, icon, group }): Entry => ({
    id: path,
    label,
    icon,
    aside: [group],
    href: path,
  }));
  const context = { shell, onRefresh };
  const actions = commands.flatMap((command): Entry[] => {
    const label = command.label(context);
    if (label === null || (command.permission !== undefined && !shell.may(command.permission))) return [];
    return [{ id: command.id, label, icon: command.icon, run: () => command.run(context) }];
  });
  const hits = q === "" ? [] : (found.data?.items ?? []);
  const sections = [
    { title: "Pages", entries: pages.filter(matches) },
    ...(["cameras", "doors", "devices", "areas"] as const).map((kind) => ({
      title: kinds[kind].title,
      entries: hits.filter((hit) => hit.kind === kind).map(entryOf),
    })),
    { title: "Actions", entries: actions.filter(matches) },
  ].filter(({ entries }) => entries.length > 0);

  function act({ href, run }: Entry) {
    onClose();
    if (href === undefined) run?.();
    else if (inNewTab.current) window.open(href, "_blank", "noopener");
    else void mayLeave().then((leave) => (leave ? router.push(href) : undefined));
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
            Search or run a command
          </Heading>
          {/* Which key it was is known before the menu acts on it. */}
          <div
            role="presentation"
            className="flex min-h-0 flex-col"
            onKeyDownCapture={(event: KeyboardEvent) => {
              inNewTab.current = event.key === "Enter" && (event.ctrlKey || event.metaKey);
            }}
          >
            <Autocomplete inputValue={words} onInputChange={setWords}>
              <SearchField
                aria-label="Page, thing or action"
                autoFocus
                className="flex items-center gap-3 border-b border-line px-4"
              >
                <Icon of={Search} className="text-fg-faint" />
                <Input
                  placeholder="Page, camera, door, device, area or action"
                  className="h-12 min-w-0 flex-1 bg-transparent text-md text-fg outline-none [&::-webkit-search-cancel-button]:hidden"
                />
              </SearchField>
              <Menu
                aria-label="Pages, things and actions"
                className="min-h-0 flex-1 overflow-auto p-1.5 outline-none"
                renderEmptyState={() => (
                  <p className="px-3 py-6 text-center text-sm text-fg-faint">
                    {found.isFetching ? "Searching" : "Nothing of that name"}
                  </p>
                )}
              >
                {sections.map(({ title, entries }) => (
                  <MenuSection key={title} id={title} aria-label={title}>
                    <Header className="px-3 pt-3 pb-1 text-xs text-fg-faint">{title}</Header>
                    {entries.map((entry) => (
                      <MenuItem
                        key={entry.id}
                        id={entry.id}
                        textValue={entry.label === "" ? "Unnamed" : entry.label}
                        onAction={() => act(entry)}
                        className="group flex min-h-9 cursor-default items-center gap-3 rounded-md px-3 text-sm text-fg outline-none data-focused:bg-selected pointer-coarse:min-h-11"
                      >
                        <Icon of={entry.icon} className="text-fg-faint" />
                        <Name cut className="min-w-0 flex-auto">
                          {entry.label}
                        </Name>
                        {entry.aside === undefined ? null : (
                          <span className="max-w-1/2 min-w-16 shrink-9999 truncate text-end text-xs text-fg-faint">
                            <AreaPath cut path={entry.aside} />
                          </span>
                        )}
                        {entry.offline === true ? <span className="text-xs text-danger-fg">offline</span> : null}
                        <KeyCap className="invisible group-data-focused:visible">↵</KeyCap>
                      </MenuItem>
                    ))}
                  </MenuSection>
                ))}
              </Menu>
            </Autocomplete>
          </div>
          {found.isError ? (
            <p role="alert" className="border-t border-line px-4 py-2 text-xs text-warn-fg">
              Only pages and actions: {trouble(found.error).title}
            </p>
          ) : null}
          <div aria-hidden className="flex gap-4 border-t border-line px-4 py-2.5 text-xs text-fg-faint max-sm:hidden">
            <span className="inline-flex items-center gap-1">
              <KeyCap>↑</KeyCap>
              <KeyCap>↓</KeyCap> choose
            </span>
            <span className="inline-flex items-center gap-1">
              <KeyCap>↵</KeyCap> open
            </span>
            <span className="inline-flex items-center gap-1">
              <KeyCap>Ctrl</KeyCap>
              <KeyCap>↵</KeyCap> new tab
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
