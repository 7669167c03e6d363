"use client";

import { CircleAlert, Clock, CloudOff, Copy, KeyRound, Lock, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import type { Age } from "@/lib/http/list";
import { Button, IconButton } from "./button";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./icon";
import { Ago, type Instant, Time } from "./time";
import { useNow } from "./viewer";

interface StateFrameProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  foot?: ReactNode;
  role?: "alert" | "status";
  className?: string | undefined;
}

function StateFrame({ icon, title, children, actions, foot, role, className }: StateFrameProps) {
  return (
    <div
      {...(role === undefined ? {} : { role })}
      className={cx("flex flex-col items-center justify-center px-6 py-12 text-center", className)}
    >
      <Icon of={icon} size={24} className="text-fg-faint" />
      <p className="mt-3 text-md font-semibold text-fg">{title}</p>
      {children === undefined ? null : (
        <div className="mt-1 max-w-96 text-sm text-fg-soft wrap-anywhere">{children}</div>
      )}
      {actions === undefined ? null : <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
      {foot === undefined ? null : <div className="mt-4 text-xs text-fg-faint">{foot}</div>}
    </div>
  );
}

/** Nothing here, and the next step. */
export function Empty({ icon, title, children, actions, className }: Omit<StateFrameProps, "foot" | "role">) {
  return (
    <StateFrame icon={icon} title={title} actions={actions} className={className}>
      {children}
    </StateFrame>
  );
}

export interface ErrorStateProps {
  /** What happened: "The picture could not be taken". */
  title: string;
  /** What to do. */
  children?: ReactNode;
  code?: string | undefined;
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
  retrying?: boolean;
  actions?: ReactNode;
  className?: string;
}

/** What happened, what to do, then the code. */
export function ErrorState({
  title,
  children,
  code,
  requestId,
  onRetry,
  retrying = false,
  actions,
  className,
}: ErrorStateProps) {
  const reference = [code, requestId].filter((part) => part !== undefined && part !== "").join(" · ");
  return (
    <StateFrame
      role="alert"
      icon={CircleAlert}
      title={title.replace(/\.$/, "")}
      className={className}
      actions={
        onRetry === undefined ? (
          actions
        ) : (
          <>
            <Button icon={RefreshCw} busy={retrying} busyLabel="Trying" onPress={onRetry}>
              Try again
            </Button>
            {actions}
          </>
        )
      }
      foot={
        reference === "" ? undefined : (
          <span className="inline-flex items-center gap-1 font-mono">
            {reference}
            <IconButton
              icon={Copy}
              size="sm"
              label="Copy the code"
              onPress={() => void navigator.clipboard.writeText(reference)}
            />
          </span>
        )
      }
    >
      {children}
    </StateFrame>
  );
}

/** The wall of a role or an area, without blame. */
export function NoPermission({
  title = "You may not see this",
  children,
  className,
}: {
  title?: string;
  children?: ReactNode;
  className?: string;
}) {
  return (
    <StateFrame icon={Lock} title={title} className={className}>
      {children ?? "Your role does not include it. Ask an administrator."}
    </StateFrame>
  );
}

export interface AsOfProps {
  age: Age;
  onRefresh?: (() => void) | undefined;
  refreshing?: boolean;
}

function useLate({ lateAt }: Age): boolean {
  const now = useNow(10_000);
  return lateAt !== null && now > Date.parse(lateAt);
}

/** "as of 14:03, refresh"; a warning once it is late. */
export function AsOf({ age, onRefresh, refreshing = false }: AsOfProps) {
  const at = age.syncedAt;
  const late = useLate(age);
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1 text-xs whitespace-nowrap",
        late ? "text-warn-fg" : "text-fg-faint",
      )}
    >
      {late ? <Icon of={Clock} size={14} /> : null}
      <span>
        {at === null ? (
          "not yet synchronised"
        ) : (
          <>
            as of <Time at={at} />
          </>
        )}
        {onRefresh === undefined ? null : (
          <>
            ,{" "}
            <button
              type="button"
              onClick={onRefresh}
              disabled={refreshing}
              className="target rounded-xs text-accent-fg hover:underline disabled:text-fg-faint"
            >
              {refreshing ? "refreshing" : "refresh"}
            </button>
          </>
        )}
      </span>
    </span>
  );
}

/** "Synchronised 40 s ago", at the foot of a list. */
export function Synchronised({ age }: Pick<AsOfProps, "age">) {
  const late = useLate(age);
  if (age.syncedAt === null) return <span className="text-warn-fg">Not yet synchronised</span>;
  return (
    <span className={cx("inline-flex items-baseline gap-1.5", late && "text-warn-fg")}>
      <Icon of={late ? Clock : RefreshCw} size={14} className="self-center" />
      <span>
        Synchronised <Ago at={age.syncedAt} />
      </span>
    </span>
  );
}

export type BannerTone = "danger" | "warn" | "info";

const bannerTones: Record<BannerTone, string> = {
  danger: "border-danger-line bg-danger-soft [&_svg]:text-danger-fg",
  warn: "border-warn-line bg-warn-soft [&_svg]:text-warn-fg",
  info: "border-info-line bg-info-soft [&_svg]:text-info-fg",
};

export interface BannerProps {
  tone: BannerTone;
  icon: LucideIcon;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  role?: "alert" | "status";
}

/** One line across the page, for what concerns all of it. */
export function Banner({ tone, icon, title, children, action, role }: BannerProps) {
  return (
    <div
      {...(role === undefined ? {} : { role })}
      className={cx(
        "flex min-h-(--banner) shrink-0 flex-wrap items-center gap-x-2.5 gap-y-1 border-b px-4 py-1 text-xs text-fg",
        bannerTones[tone],
      )}
    >
      <Icon of={icon} size={14} />
      <p className="min-w-0 flex-1 basis-52">
        <strong className="font-semibold">{title}</strong> {children}
      </p>
      {action}
    </div>
  );
}

const mirrorWorks = "Lists and searches work from the mirror. Anything that needs the site itself does not.";

/** The gateway does not answer: since when, and what still works. */
export function GatewayDown({ since, action }: { since: Instant; action?: ReactNode }) {
  return (
    <Banner
      tone="danger"
      icon={CloudOff}
      role="alert"
      title={
        <>
          The gateway is down since <Time at={since} />.
        </>
      }
      action={action}
    >
      {mirrorWorks}
    </Banner>
  );
}

/** The gateway answers, but does not take our keys: since when, why, and what to do. */
export function GatewayRefuses({ since, why, code }: { since: Instant; why: string; code: string }) {
  return (
    <Banner
      tone="danger"
      icon={KeyRound}
      role="alert"
      title={
        <>
          The gateway refuses this console&rsquo;s keys since <Time at={since} />.
        </>
      }
    >
      {why} {mirrorWorks} <code className="whitespace-nowrap">{code}</code>
    </Banner>
  );
}
