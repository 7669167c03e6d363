import { Name } from "@/components/ui/name";

export interface PriorityMarkProps {
  priority: { level: number | null; name: string | null; color: string | null } | null;
}

/** A priority in its own colour, as the cloud account gives it, and in words. */
export function PriorityMark({ priority }: PriorityMarkProps) {
  if (priority === null) return <span className="text-fg-faint">None</span>;
  const { level, name, color } = priority;
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      {color === null ? null : (
        <svg aria-hidden viewBox="0 0 10 10" className="size-2.5 shrink-0">
          <circle cx="5" cy="5" r="5" fill={color} />
        </svg>
      )}
      <Name className="truncate">{name ?? (level === null ? "Unnamed" : `Level ${level}`)}</Name>
    </span>
  );
}
