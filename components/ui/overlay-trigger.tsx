"use client";

import { type ReactNode, type RefObject, useMemo } from "react";
import { ButtonContext } from "react-aria-components/Button";

export interface OverlayTriggerProps {
  of: "dialog" | "menu";
  triggerRef: RefObject<HTMLButtonElement | null>;
  isOpen: boolean;
  onOpen: () => void;
  /** Starts to load what will open, as soon as a pointer or the focus comes near. */
  preload: () => void;
  children: ReactNode;
}

/** Makes the button inside open something that is loaded only then. */
export function OverlayTrigger({ of, triggerRef, isOpen, onOpen, preload, children }: OverlayTriggerProps) {
  const context = useMemo(
    () => ({
      ref: triggerRef,
      isPressed: isOpen,
      onPress: onOpen,
      onHoverStart: preload,
      onFocus: preload,
      onKeyDown: (event: { key: string; preventDefault(): void; continuePropagation(): void }) => {
        if (of === "menu" && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
          event.preventDefault();
          onOpen();
        } else event.continuePropagation();
      },
      "aria-haspopup": of === "menu" ? (true as const) : ("dialog" as const),
      "aria-expanded": isOpen,
    }),
    [isOpen, of, onOpen, preload, triggerRef],
  );
  return <ButtonContext value={context}>{children}</ButtonContext>;
}
