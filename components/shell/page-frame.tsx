"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { Button } from "react-aria-components/Button";
import { NotificationCentre } from "@/components/jobs/notification-centre";
import { IconButton } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { insist } from "@/components/ui/insist";
import { isTyping } from "@/components/ui/is-typing";
import { KeyCap } from "@/components/ui/key-cap";
import { AsOf } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/viewer";
import type { Age } from "@/lib/http/list";
import { ConnectionIndicator } from "./connection-indicator";
import { useShell } from "./shell-context";
import { UserMenu } from "./user-menu";

const loadPalette = () => import("./palette");
const preload = () => void loadPalette().catch(() => undefined);
const Palette = dynamic(() => insist(loadPalette).then((module) => module.Palette), { ssr: false });
const KeysDialog = dynamic(() => insist(() => import("./keys-dialog")).then((module) => module.KeysDialog), {
  ssr: false,
});

export interface PageFrameProps {
  /** The page's name, its only `h1`. */
  title: ReactNode;
  /** Where the title is one thing of a list: the list's name and path. */
  parent?: { label: string; href: string };
  /** How old what is shown is; undefined while nothing is shown, or where it is always of now. */
  age?: Age | undefined;
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
  age,
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
          {age === undefined ? null : (
            <span className="max-sm:hidden">
              <AsOf age={age} onRefresh={onRefresh} refreshing={refreshing} />
            </span>
          )}
          {note === undefined ? null : (
            <span className="shrink-99 truncate text-xs text-fg-faint max-sm:hidden">{note}</span>
          )}
        </div>
        <CommandButton onRefresh={onRefresh} />
        {/* On a phone the heading needs the room that a label beside an icon takes. */}
        <span className="contents max-sm:[&_svg+span]:sr-only">{actions}</span>
        <ConnectionIndicator />
        <span aria-hidden className="h-5 border-s border-line max-sm:hidden" />
        <Clock />
        <NotificationCentre />
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

function CommandButton({ onRefresh }: { onRefresh: (() => void) | undefined }) {
  const { overlay, setOverlay, singleKeys } = useShell();
  // What is typed while the palette's code is on its way; null: it is there, or not wanted.
  const early = useRef<string | null>(null);
  const open = useCallback(() => {
    early.current ??= "";
    setOverlay("palette");
  }, [setOverlay]);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.altKey || event.defaultPrevented) return;
      if (early.current !== null && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
        early.current += event.key;
        event.preventDefault();
        return;
      }
      const chord = (event.ctrlKey || event.metaKey) && !event.shiftKey;
      if (chord && event.key.toLowerCase() === "k") open();
      else if (singleKeys && event.key === "?" && !event.ctrlKey && !event.metaKey && isFree(event.target))
        setOverlay("keys");
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [open, setOverlay, singleKeys]);
  const close = useCallback(() => {
    early.current = null;
    setOverlay(null);
  }, [setOverlay]);
  const typedEarly = useCallback(() => early.current ?? "", []);
  const onReady = useCallback((take: (typed: string) => void) => {
    // Letters also came between its first rendering and now.
    if (early.current !== null) take(early.current);
    early.current = null;
  }, []);
  return (
    <>
      <Button
        onPress={open}
        onHoverStart={preload}
        aria-keyshortcuts="Control+K Meta+K"
        className="state-layer hidden h-control-sm w-70 shrink items-center gap-2 rounded-md border border-line bg-canvas ps-2.5 pe-2 text-sm text-fg-faint data-hovered:border-line-strong md:flex"
      >
        <Icon of={Search} />
        <span className="flex-1 truncate text-start">Search or run a command</span>
        <KeyCap>Ctrl</KeyCap>
        <KeyCap>K</KeyCap>
      </Button>
      <span className="md:hidden">
        <IconButton icon={Search} label="Search or run a command" onPress={open} />
      </span>
      {overlay === "palette" ? (
        <Palette onClose={close} onRefresh={onRefresh} early={typedEarly} onReady={onReady} />
      ) : null}
      {overlay === "keys" ? <KeysDialog onClose={close} /> : null}
    </>
  );
}

/** Not while somebody types, and not under a dialog. */
function isFree(target: EventTarget | null): boolean {
  return !isTyping(target) && document.querySelector("[role=dialog], [role=alertdialog]") === null;
}
