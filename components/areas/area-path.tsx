import Link from "next/link";
import { Fragment } from "react";
import { cx } from "@/components/ui/cx";

/** The page of areas with this one chosen. */
export const areaHref = (id: string) => `/areas?area=${encodeURIComponent(id)}`;

/**
 * Names from the root down, each isolated: one in another direction leaves the order as it is. Where the page itself
 * says the first `known` names, only the rest is shown, and always the last.
 */
export function AreaPath({ path, known = 0 }: { path: readonly string[]; known?: number }) {
  return (
    <span dir="ltr">
      {path.slice(Math.max(0, Math.min(known, path.length - 1))).map((name, at) => (
        <Fragment key={at}>
          {at === 0 ? null : <span className="text-fg-faint"> / </span>}
          <bdi>{name}</bdi>
        </Fragment>
      ))}
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
