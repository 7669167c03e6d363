"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useEffect } from "react";
import { Button } from "react-aria-components/Button";
import { IconButton } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { KeyCap } from "@/components/ui/key-cap";
import { AsOf } from "@/components/ui/states";
import { Time, type Instant } from "@/components/ui/time";
import { useNow } from "@/components/ui/viewer";
import { ConnectionIndicator } from "./connection-indicator";
import { useShell } from "./shell-context";
import { UserMenu } from "./user-menu";

const Palette = dynamic(() => import("./palette").then((module) => module.Palette), { ssr: false });

export interface PageFrameProps {
  /** The page's name, its only `h1`. */
  title: ReactNode;
  /** Where the title is one thing of a list: the list's name and path. */
  parent?: { label: string; href: string };
  /** When what is shown was synchronised; null: never yet. Left out, nothing is said. */
  asOf?: Instant | null;
  onRefresh?: (() => void) | undefined;
  refreshing?: boolean;
  /** A few words after the title. */
  note?: ReactNode;
  /** At the end of the bar: the page's one primary action. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Every page of the console: its bar with the heading, and below it the page in `main`. */
export function PageFrame({
  title,
  parent,
  asOf,
  onRefresh,
  refreshing = false,
  note,
  actions,
  children,
}: PageFrameProps) {
  return (
    <>
      <header className="flex h-(--bar) shrink-0 items-center gap-3 border-b border-line bg-surface px-4 pointer-coarse:h-13">
        <div className="flex min-w-0 flex-1 items-center gap-3">
          <h1 className="flex min-w-0 items-baseline gap-1.5 text-lg font-semibold">
            {parent === undefined ? null : (
              <span className="font-normal whitespace-nowrap text-fg-soft max-sm:hidden">
                <a href={parent.href} className="rounded-xs hover:text-fg hover:underline">
                  {parent.label}
                </a>{" "}
                /
              </span>
            )}
            <span className="truncate">{title}</span>
          </h1>
          {asOf === undefined ? null : (
            <span className="max-sm:hidden">
              <AsOf at={asOf} onRefresh={onRefresh} refreshing={refreshing} />
            </span>
          )}
          {note === undefined ? null : (
            <span className="shrink-99 truncate text-xs text-fg-faint max-sm:hidden">{note}</span>
          )}
        </div>
        <CommandButton />
        {actions}
        <ConnectionIndicator />
        <span aria-hidden className="h-5 border-s border-line max-sm:hidden" />
        <Clock />
        <UserMenu />
      </header>
      <main id="main" tabIndex={-1} className="relative flex min-h-0 flex-1 flex-col overflow-auto outline-none">
        {children}
      </main>
    </>
  );
}

function Clock() {
  const now = useNow(60_000);
  return (
    <span className="text-sm font-medium max-sm:hidden">
      <Time at={now} as="clock" />
    </span>
  );
}

function CommandButton() {
  const { paletteOpen, setPaletteOpen } = useShell();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      setPaletteOpen(true);
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [setPaletteOpen]);
  return (
    <>
      <Button
        onPress={() => setPaletteOpen(true)}
        aria-keyshortcuts="Control+K Meta+K"
        className="state-layer hidden h-control-sm w-70 shrink items-center gap-2 rounded-md border border-line bg-canvas ps-2.5 pe-2 text-sm text-fg-faint data-hovered:border-line-strong md:flex"
      >
        <Icon of={Search} />
        <span className="flex-1 truncate text-start">Go to a page</span>
        <KeyCap>Ctrl</KeyCap>
        <KeyCap>K</KeyCap>
      </Button>
      <span className="md:hidden">
        <IconButton icon={Search} label="Go to a page" onPress={() => setPaletteOpen(true)} />
      </span>
      {paletteOpen ? <Palette onClose={() => setPaletteOpen(false)} /> : null}
    </>
  );
}
