"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useRef, useState } from "react";
import { insist } from "./insist";
import type { PopoverPlacement } from "./overlay-class";
import { OverlayTrigger } from "./overlay-trigger";

const load = () => import("./popover-panel");
const Panel = dynamic(() => insist(load).then((module) => module.PopoverPanel), { ssr: false });
const preload = () => void load().catch(() => undefined);

export interface PopoverProps {
  /** The name of what opens. */
  label: string;
  /** The button that opens it. */
  trigger: ReactNode;
  children: ReactNode | ((close: () => void) => ReactNode);
  placement?: PopoverPlacement;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
}

/** Its code is loaded when it is about to be opened: no page pays for what nobody opens. */
export function Popover({
  label,
  trigger,
  children,
  placement = "bottom start",
  isOpen,
  onOpenChange,
  className,
}: PopoverProps) {
  const triggerRef = useRef<HTMLButtonElement>(null);
  const [own, setOwn] = useState(false);
  const open = isOpen ?? own;
  const [wanted, setWanted] = useState(open);
  if (open && !wanted) setWanted(true);
  const change = useCallback(
    (next: boolean) => {
      setOwn(next);
      onOpenChange?.(next);
    },
    [onOpenChange],
  );
  const onOpen = useCallback(() => change(true), [change]);
  return (
    <>
      <OverlayTrigger of="dialog" triggerRef={triggerRef} isOpen={open} onOpen={onOpen} preload={preload}>
        {trigger}
      </OverlayTrigger>
      {wanted ? (
        <Panel
          label={label}
          triggerRef={triggerRef}
          isOpen={open}
          onOpenChange={change}
          placement={placement}
          {...(className === undefined ? {} : { className })}
        >
          {children}
        </Panel>
      ) : null}
    </>
  );
}
