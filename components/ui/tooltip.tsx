"use client";

import type { ReactElement, ReactNode } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components";
import { KeyCap } from "./key-cap";

export interface TooltipProps {
  content: ReactNode;
  keyCap?: string;
  placement?: "top" | "bottom" | "start" | "end";
  /** One focusable element of react-aria-components; wrap anything else in its `Focusable`. */
  children: ReactElement;
}

/** Says a little more about a control on hover and focus. Never the only place for something needed. */
export function Tooltip({ content, keyCap, placement = "bottom", children }: TooltipProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      {children}
      <AriaTooltip
        placement={placement}
        offset={6}
        className="z-(--z-tooltip) flex max-w-72 items-center gap-2 rounded-md bg-inverse px-2 py-1 text-xs text-fg-inverse transition-opacity duration-(--dur-fast) data-entering:opacity-0 data-exiting:opacity-0"
      >
        {content}
        {keyCap === undefined ? null : <KeyCap>{keyCap}</KeyCap>}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
