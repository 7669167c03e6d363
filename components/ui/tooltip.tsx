"use client";

import dynamic from "next/dynamic";
import { useCallback, useEffect, useState } from "react";
import { insist } from "./insist";
import type { TipPlacement } from "./tooltip-bubble";

const Bubble = dynamic(() => insist(() => import("./tooltip-bubble")).then((module) => module.TooltipBubble), {
  ssr: false,
});

/**
 * Says a little more about a control on hover and focus: spread it over the control. Never the only place for
 * something needed; the words repeat its name, so nothing more is announced.
 */
export function tip(
  words: string,
  { keyCap, placement }: { keyCap?: string | undefined; placement?: TipPlacement } = {},
) {
  return {
    "data-tip": words,
    ...(keyCap === undefined ? {} : { "data-tip-key": keyCap }),
    ...(placement === undefined ? {} : { "data-tip-placement": placement }),
  };
}

const hoverDelayMs = 400;

/** One for the whole console: a bubble for each of hundreds of controls would cost every page. */
export function TooltipLayer() {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const close = useCallback(() => setTarget(null), []);

  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const tipped = (event: Event) =>
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tip]") : null;
    const hide = () => {
      clearTimeout(waiting);
      setTarget(null);
    };
    const over = (event: PointerEvent) => {
      if (event.pointerType !== "mouse") return;
      const found = tipped(event);
      clearTimeout(waiting);
      if (found === null) setTarget(null);
      else waiting = setTimeout(() => setTarget(found), hoverDelayMs);
    };
    const focus = (event: FocusEvent) => {
      const found = tipped(event);
      if (found?.matches(":focus-visible")) setTarget(found);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    document.addEventListener("pointerover", over);
    document.addEventListener("pointerdown", hide, true);
    document.addEventListener("focusin", focus);
    document.addEventListener("focusout", hide);
    document.addEventListener("keydown", key, true);
    return () => {
      hide();
      document.removeEventListener("pointerover", over);
      document.removeEventListener("pointerdown", hide, true);
      document.removeEventListener("focusin", focus);
      document.removeEventListener("focusout", hide);
      document.removeEventListener("keydown", key, true);
    };
  }, []);

  return target === null || !target.isConnected ? null : (
    <Bubble key={target.dataset["tip"]} target={target} onClose={close} />
  );
}
