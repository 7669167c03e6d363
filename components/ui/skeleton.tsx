import { cx } from "./cx";

/** A still grey bar where something will stand. First load only; it never shimmers. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx("block rounded-xs bg-skeleton", className ?? "h-2.5 w-32")} />;
}
