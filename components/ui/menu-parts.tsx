"use client";

/** What menus are made of; loaded with the first one that is opened. */
import { Check } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { Header } from "react-aria-components/Header";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps as AriaMenuProps,
  MenuSection as AriaMenuSection,
  type MenuSectionProps as AriaMenuSectionProps,
} from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Separator } from "react-aria-components/Separator";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./icon";
import { KeyCap } from "./key-cap";
import { popoverClass, type PopoverPlacement } from "./overlay-class";

export interface MenuProps<T extends object> extends Omit<AriaMenuProps<T>, "className" | "style" | "onClose"> {
  /** The button that opens it. */
  trigger: ReactNode;
  placement?: PopoverPlacement;
  className?: string;
}

export interface MenuPanelProps<T extends object> extends Omit<MenuProps<T>, "trigger"> {
  triggerRef: RefObject<HTMLButtonElement | null>;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}

export function MenuPanel<T extends object>({
  triggerRef,
  isOpen,
  onOpenChange,
  placement = "bottom start",
  className,
  ...rest
}: MenuPanelProps<T>) {
  return (
    <Popover
      {...(rest["aria-label"] === undefined ? {} : { "aria-label": rest["aria-label"] })}
      triggerRef={triggerRef}
      trigger="MenuTrigger"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      placement={placement}
      offset={6}
      className={popoverClass}
    >
      <AriaMenu<T>
        autoFocus="first"
        {...rest}
        onClose={() => onOpenChange(false)}
        className={cx("max-h-[inherit] min-w-44 overflow-auto p-1 outline-none", className)}
      />
    </Popover>
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
  /** Drawn instead of the title. */
  header?: ReactNode;
  children: ReactNode;
}

export function MenuSection<T extends object>({ title, header, children, ...rest }: MenuSectionProps<T>) {
  return (
    <AriaMenuSection<T> {...rest}>
      <Header className={header === undefined ? "px-2 pt-2 pb-1 text-xs text-fg-faint" : "px-2 pt-1.5 pb-2"}>
        {header ?? title}
      </Header>
      {children}
    </AriaMenuSection>
  );
}

export function MenuSeparator() {
  return <Separator className="mx-1 my-1 h-px bg-line-soft" />;
}
