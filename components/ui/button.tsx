"use client";

import { LoaderCircle } from "lucide-react";
import NextLink from "next/link";
import type { ComponentProps, ReactNode, Ref } from "react";
import { useId } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./icon";
import { KeyCap } from "./key-cap";
import { tip } from "./tooltip";

export type ButtonVariant = "primary" | "default" | "quiet" | "danger";
export type ButtonSize = "md" | "sm";

const shape =
  "inline-flex shrink-0 items-center justify-center rounded-md border text-sm font-medium whitespace-nowrap select-none";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-accent-on hover:bg-accent-hover data-hovered:bg-accent-hover",
  default: "border-line bg-raised text-fg",
  quiet: "border-transparent text-fg-soft hover:text-fg data-hovered:text-fg",
  danger: "border-transparent bg-danger text-danger-on hover:bg-danger-hover data-hovered:bg-danger-hover",
};

const disabled =
  "data-disabled:border-transparent data-disabled:bg-control data-disabled:text-fg-disabled aria-disabled:border-transparent";

const sizes: Record<ButtonSize, string> = { md: "h-control px-3", sm: "h-control-sm px-2" };
const squares: Record<ButtonSize, string> = { md: "size-control", sm: "size-control-sm" };

/** The class names of a button, for things that look like one. */
export function buttonClass(variant: ButtonVariant = "default", size: ButtonSize = "md", className?: string): string {
  return cx(shape, "state-layer", variants[variant], disabled, sizes[size], className);
}

interface Face {
  icon?: LucideIcon | undefined;
  keyCap?: string | undefined;
  children: ReactNode;
}

function Label({ icon, keyCap, children }: Face) {
  return (
    <span className="flex items-center gap-2">
      {icon ? <Icon of={icon} /> : null}
      <span>{children}</span>
      {keyCap ? <KeyCap>{keyCap}</KeyCap> : null}
    </span>
  );
}

export interface ButtonProps extends Omit<AriaButtonProps, "children" | "className" | "isPending" | "style">, Face {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** While true the label becomes `busyLabel`, the width stays, focus stays, and a second press is ignored. */
  busy?: boolean;
  /** The present participle: "Issuing". */
  busyLabel?: string;
  /** Why it cannot be pressed; disables the button and stands beside it. */
  disabledReason?: string | undefined;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  variant = "default",
  size = "md",
  icon,
  keyCap,
  busy = false,
  busyLabel,
  disabledReason,
  isDisabled = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const button = (
    <AriaButton
      {...rest}
      {...(disabledReason === undefined ? {} : { "aria-describedby": reasonId })}
      isDisabled={isDisabled || disabledReason !== undefined}
      isPending={busy}
      className={buttonClass(variant, size, className)}
    >
      <span className="grid justify-items-center">
        <span className={cx("col-start-1 row-start-1", busy && "invisible")}>
          <Label icon={icon} keyCap={keyCap}>
            {children}
          </Label>
        </span>
        {busyLabel !== undefined || busy ? (
          <span
            className={cx("col-start-1 row-start-1 flex items-center gap-2", !busy && "invisible")}
            aria-hidden={!busy}
          >
            <Icon of={LoaderCircle} className={busy ? "turning" : ""} />
            <span>{busyLabel ?? children}</span>
          </span>
        ) : null}
      </span>
      {busy ? <span role="progressbar" aria-label={busyLabel ?? "Working"} className="sr-only" /> : null}
    </AriaButton>
  );
  if (disabledReason === undefined) return button;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {button}
      <span id={reasonId} className="text-xs text-fg-faint">
        {disabledReason}
      </span>
    </span>
  );
}

export interface ButtonLinkProps extends Omit<ComponentProps<typeof NextLink>, "children" | "className">, Face {
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
}

/** A link that looks like a button, for steps that lead to another page. */
export function ButtonLink({
  variant = "default",
  size = "md",
  icon,
  keyCap,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <NextLink {...rest} className={buttonClass(variant, size, className)}>
      <Label icon={icon} keyCap={keyCap}>
        {children}
      </Label>
    </NextLink>
  );
}

export interface IconButtonProps extends Omit<AriaButtonProps, "children" | "className" | "style" | "aria-label"> {
  /** Its name, for assistive technology and as tooltip. */
  label: string;
  icon: LucideIcon;
  keyCap?: string;
  variant?: Exclude<ButtonVariant, "danger">;
  size?: ButtonSize;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({
  label,
  icon,
  keyCap,
  variant = "quiet",
  size = "md",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...tip(label, { keyCap })}
      aria-label={label}
      className={cx(shape, "state-layer target", variants[variant], disabled, squares[size], className)}
    >
      <Icon of={icon} />
    </AriaButton>
  );
}
