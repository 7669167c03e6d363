"use client";

import { type RefObject, useEffect } from "react";
import { useShell } from "@/components/shell/shell-context";
import { isTyping } from "@/components/ui/is-typing";

/** `/` goes to the list's search, from anywhere on the page but a text or a dialog. */
export function useSearchKey(input: RefObject<HTMLInputElement | null>) {
  const { singleKeys } = useShell();
  useEffect(() => {
    if (!singleKeys) return;
    function onKeyDown(event: globalThis.KeyboardEvent) {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector("[role=dialog], [role=alertdialog]") !== null) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [input, singleKeys]);
}
