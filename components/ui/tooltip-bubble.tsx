"use client";

import { useMemo, useRef } from "react";
import { Tooltip, TooltipTriggerStateContext } from "react-aria-components/Tooltip";
import { KeyCap } from "./key-cap";

export type TipPlacement = "top" | "bottom" | "start" | "end";

/** Loaded with the first tooltip that is shown. */
export function TooltipBubble({ target, onClose }: { target: HTMLElement; onClose: () => void }) {
  const trigger = useRef(target);
  // Without a TooltipTrigger around it, react-aria's bubble finds no state and fails.
  const state = useMemo(
    () => ({ isOpen: true, shouldSkipAnimation: false, open: () => undefined, close: onClose }),
    [onClose],
  );
  const { tip, tipKey, tipPlacement } = target.dataset;
  return (
    <TooltipTriggerStateContext value={state}>
      <Tooltip
        isOpen
        triggerRef={trigger}
        placement={(tipPlacement as TipPlacement | undefined) ?? "bottom"}
        offset={6}
        className="pointer-events-none z-(--z-tooltip) flex max-w-72 items-center gap-2 rounded-md bg-inverse px-2 py-1 text-xs text-fg-inverse transition-opacity duration-(--dur-fast) data-entering:opacity-0"
      >
        {tip}
        {tipKey === undefined ? null : <KeyCap>{tipKey}</KeyCap>}
      </Tooltip>
    </TooltipTriggerStateContext>
  );
}
