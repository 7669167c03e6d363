/** Our mark: two arches, one within the other; the inner one is the way in. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      strokeWidth={2.25}
      strokeLinecap="round"
      aria-hidden
    >
      <path d="M2.75 18V8.75a7.25 7.25 0 0 1 14.5 0V18" className="stroke-current" />
      <path d="M7 18V9.5a3 3 0 0 1 6 0V18" className="stroke-accent-fg" />
    </svg>
  );
}
