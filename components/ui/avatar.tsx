import { cx } from "./cx";

/** Up to two letters a name begins with, whatever its script. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words.at(0);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => (word === undefined ? "" : ([...word][0] ?? "")))
    .join("")
    .toLocaleUpperCase();
}

/** Decoration beside a name, or inside a control that says the name. */
export function Avatar({ name, own = false, size = "sm" }: { name: string; own?: boolean; size?: "sm" | "md" }) {
  return (
    <span
      aria-hidden
      className={cx(
        "inline-flex shrink-0 items-center justify-center rounded-full border font-semibold select-none",
        size === "sm" ? "size-5 text-[0.5625rem]" : "size-6 text-2xs",
        own ? "border-accent-line bg-accent-soft text-accent-fg" : "border-transparent bg-control text-fg-soft",
      )}
    >
      {initials(name)}
    </span>
  );
}
