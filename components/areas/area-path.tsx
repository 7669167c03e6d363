import Link from "next/link";
import { Fragment } from "react";
import { cx } from "@/components/ui/cx";

/** The page of areas with this one chosen. */
export const areaHref = (id: string) => `/areas?area=${encodeURIComponent(id)}`;

function Names({ path }: { path: readonly string[] }) {
  return path.map((name, at) => (
    <Fragment key={at}>
      {at === 0 ? null : <span className="text-fg-faint"> / </span>}
      <bdi>{name}</bdi>
    </Fragment>
  ));
}

interface AreaPathProps {
  path: readonly string[];
  known?: number;
  /** In one line that may be too short: what is above gives way first, since the last name tells two places apart. */
  cut?: boolean;
}

/**
 * Names from the root down, each isolated: one in another direction leaves the order as it is. Where the page itself
 * says the first `known` names, only the rest is shown, and always the last.
 */
export function AreaPath({ path, known = 0, cut = false }: AreaPathProps) {
  const shown = path.slice(Math.max(0, Math.min(known, path.length - 1)));
  if (!cut || shown.length < 2) {
    return (
      <span dir="ltr">
        <Names path={shown} />
      </span>
    );
  }
  return (
    <span dir="ltr" className="flex min-w-0">
      <span className="min-w-4 shrink-9999 truncate">
        <Names path={shown.slice(0, -1)} />
      </span>
      <span className="min-w-0 truncate whitespace-pre">
        <span className="text-fg-faint"> / </span>
        <bdi>{shown.at(-1)}</bdi>
      </span>
    </span>
  );
}

/** The same, each name a link to its area. */
export function AreaLinks({ path, className }: { path: readonly { id: string; name: string }[]; className?: string }) {
  return (
    <span dir="ltr" className={cx("wrap-anywhere", className)}>
      {path.map(({ id, name }, at) => (
        <Fragment key={id}>
          {at === 0 ? null : <span className="text-fg-faint"> / </span>}
          <Link href={areaHref(id)} prefetch={false} className="rounded-xs text-accent-fg hover:underline">
            <bdi>{name}</bdi>
          </Link>
        </Fragment>
      ))}
    </span>
  );
}
