"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { beforeLeaving } from "@/components/shell/leaving";
import { insist } from "@/components/ui/insist";

const ConfirmDialog = dynamic(
  () => insist(() => import("@/components/ui/dialog")).then((module) => module.ConfirmDialog),
  {
    ssr: false,
  },
);

export interface UnsavedGuard {
  /** Resolves to true when there is nothing to lose, or the person says so. */
  ask: () => Promise<boolean>;
  /** Must stand somewhere on the page. */
  dialog: ReactNode;
}

function innerLink(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === "_blank" || link.hasAttribute("download")) return null;
  return link.origin === location.origin ? `${link.pathname}${link.search}${link.hash}` : null;
}

/** Asks before changes are lost: through a link, the palette, closing a dialog, or leaving the site. */
export function useUnsavedGuard(dirty: boolean): UnsavedGuard {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  // Loaded with the first change, so that it is there before anybody leaves.
  const [needed, setNeeded] = useState(dirty);
  if (dirty && !needed) setNeeded(true);
  const answer = useRef<(leave: boolean) => void>(undefined);

  const ask = useCallback(() => {
    if (!dirty) return Promise.resolve(true);
    answer.current?.(false);
    setOpen(true);
    return new Promise<boolean>((resolve) => {
      answer.current = resolve;
    });
  }, [dirty]);

  useEffect(() => {
    if (!dirty) return;
    const release = beforeLeaving(ask);
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const href = innerLink(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      void ask().then((leave) => (leave ? router.push(href) : undefined));
    };
    window.addEventListener("beforeunload", unload);
    document.addEventListener("click", click, true);
    return () => {
      release();
      window.removeEventListener("beforeunload", unload);
      document.removeEventListener("click", click, true);
    };
  }, [ask, dirty, router]);

  function settle(leave: boolean) {
    setOpen(false);
    answer.current?.(leave);
    answer.current = undefined;
  }

  return {
    ask,
    dialog: needed ? (
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={(open) => (open ? undefined : settle(false))}
        title="Leave without saving?"
        consequence="What you changed here is not saved."
        confirmLabel="Leave"
        danger
        onConfirm={() => {
          settle(true);
          return Promise.resolve();
        }}
      />
    ) : null,
  };
}
