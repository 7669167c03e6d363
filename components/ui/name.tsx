import { cx } from "./cx";

/** A name from outside, in any script: isolated, shown as it is, whole on hover where it is cut. */
export function Name({ children, cut = false, className }: { children: string; cut?: boolean; className?: string }) {
  return (
    <bdi
      {...(cut ? { title: children } : {})}
      className={cx(cut && "block truncate [text-align:-webkit-match-parent] [text-align:match-parent]", className)}
    >
      {children}
    </bdi>
  );
}
