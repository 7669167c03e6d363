"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import {
  Header,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps as AriaMenuProps,
  MenuSection as AriaMenuSection,
  type MenuSectionProps as AriaMenuSectionProps,
  MenuTrigger,
  Popover,
  Separator,
} from "react-aria-components";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./icon";
import { KeyCap } from "./key-cap";
import { popoverClass } from "./popover";

export interface MenuProps<T extends object> extends Omit<AriaMenuProps<T>, "className" | "style"> {
  /** The button that opens it. */
  trigger: ReactNode;
  placement?: "bottom start" | "bottom end" | "top start" | "top end" | "end top";
  className?: string;
}

export function Menu<T extends object>({ trigger, placement = "bottom start", className, ...rest }: MenuProps<T>) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement} offset={6} className={popoverClass}>
        <AriaMenu<T> {...rest} className={cx("max-h-[inherit] min-w-44 overflow-auto p-1 outline-none", className)} />
      </Popover>
    </MenuTrigger>
  );
}

export interface MenuItemProps extends Omit<AriaMenuItemProps, "children" | "className" | "style" | "textValue"> {
  label: string;
  icon?: LucideIcon;
  /** What stands at the end: a hint, a count. */
  aside?: ReactNode;
  keyCap?: string;
  danger?: boolean;
}

export function MenuItem({ label, icon, aside, keyCap, danger = false, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem
      {...rest}
      textValue={label}
      className={cx(
        "focus-inside flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-disabled:text-fg-disabled data-focused:bg-hover data-hovered:bg-hover data-pressed:bg-press pointer-coarse:min-h-11",
        danger ? "text-danger-fg" : "text-fg",
      )}
    >
      {({ selectionMode, isSelected }) => (
        <>
          {icon ? <Icon of={icon} className={danger ? "" : "text-fg-faint"} /> : null}
          <span className="flex-1">{label}</span>
          {aside === undefined ? null : <span className="text-xs text-fg-faint">{aside}</span>}
          {keyCap === undefined ? null : <KeyCap>{keyCap}</KeyCap>}
          {selectionMode === "none" ? null : (
            <Icon of={Check} className={cx("text-accent-fg", !isSelected && "invisible")} />
          )}
        </>
      )}
    </AriaMenuItem>
  );
}

export interface MenuSectionProps<T extends object> extends Omit<
  AriaMenuSectionProps<T>,
  "className" | "children" | "style"
> {
  title: string;
  children: ReactNode;
}

export function MenuSection<T extends object>({ title, children, ...rest }: MenuSectionProps<T>) {
  return (
    <AriaMenuSection<T> {...rest}>
      <Header className="px-2 pt-2 pb-1 text-xs text-fg-faint">{title}</Header>
      {children}
    </AriaMenuSection>
  );
}

export function MenuSeparator() {
  return <Separator className="mx-1 my-1 h-px bg-line-soft" />;
}
