"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { insist } from "./insist";
import type * as Parts from "./menu-parts";
import { OverlayTrigger } from "./overlay-trigger";

export type { MenuItemProps, MenuProps, MenuSectionProps } from "./menu-parts";

let parts: typeof Parts | undefined;

/** Items stand only in an open menu, so whoever draws one has the parts already. */
function loaded(): typeof Parts {
  if (parts === undefined) throw new Error("A part of a menu stands outside of a menu.");
  return parts;
}

async function load(): Promise<void> {
  parts ??= await insist(() => import("./menu-parts"));
}

const preload = () => void load().catch(() => undefined);

/** Its code is loaded when it is about to be opened. */
export function Menu<T extends object>({ trigger, ...rest }: Parts.MenuProps<T>) {
  const triggerRef = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [ready, setReady] = useState(parts);
  useEffect(() => {
    if (!isOpen || ready !== undefined) return;
    let gone = false;
    void load().then(() => (gone ? undefined : setReady(parts)));
    return () => {
      gone = true;
    };
  }, [isOpen, ready]);
  const onOpen = useCallback(() => setOpen(true), []);
  return (
    <>
      <OverlayTrigger of="menu" triggerRef={triggerRef} isOpen={isOpen} onOpen={onOpen} preload={preload}>
        {trigger}
      </OverlayTrigger>
      {ready === undefined ? null : (
        <ready.MenuPanel<T> {...rest} triggerRef={triggerRef} isOpen={isOpen} onOpenChange={setOpen} />
      )}
    </>
  );
}

export function MenuItem(props: Parts.MenuItemProps) {
  const { MenuItem: Item } = loaded();
  return <Item {...props} />;
}

export function MenuSection<T extends object>(props: Parts.MenuSectionProps<T>) {
  const { MenuSection: Section } = loaded();
  return <Section<T> {...props} />;
}

export function MenuSeparator() {
  const { MenuSeparator: Separator } = loaded();
  return <Separator />;
}
