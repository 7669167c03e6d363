import type { CSSProperties } from "react";
import { cx } from "@/components/ui/cx";
import type { AlarmItem } from "@/lib/domains/alarms/schema";
import { type AlarmPriority, priorityWords } from "@/lib/domains/alarms/terms";

type Prioritised = Pick<AlarmItem, "priority" | "priorityName" | "priorityColor">;

const solids: Record<AlarmPriority, string> = {
  1: "bg-p1 text-p1-on",
  2: "bg-p2 text-p2-on",
  3: "bg-p3 text-p3-on",
  4: "bg-p4 text-p4-on",
};
const edges: Record<AlarmPriority, string> = { 1: "bg-p1", 2: "bg-p2", 3: "bg-p3", 4: "bg-p4" };
const fills: Record<AlarmPriority, string> = { 1: "fill-p1", 2: "fill-p2", 3: "fill-p3", 4: "fill-p4" };

const colour = /^#?([0-9a-f]{6})$/i;

/** The colours a gateway comes with: nobody chose them, so they are drawn as ours. */
const usual: Record<AlarmPriority, string | null> = { 1: "f40b0b", 2: "d79931", 3: "2d8b3d", 4: null };

/** The gateway's own colour where it has one; drawn through the legible band of `.priority-custom`. */
function ownColour({ priority, priorityColor }: Prioritised): string | null {
  const rgb = colour.exec(priorityColor ?? "")?.[1]?.toLowerCase();
  return rgb === undefined || rgb === usual[priority] ? null : `#${rgb}`;
}

/** Spread over what is to stand in an alarm's colour, with the class for each part. */
export function priorityPaint(alarm: Prioritised) {
  const own = ownColour(alarm);
  const { priority } = alarm;
  if (own === null) return { solid: solids[priority], edge: edges[priority], fill: fills[priority], style: undefined };
  return {
    solid: "priority-custom bg-px text-px-on",
    edge: "priority-custom bg-px",
    fill: "priority-custom fill-px",
    style: { "--gateway": own } as CSSProperties,
  };
}

/** "High", or the gateway's own word. */
export function priorityWord({ priority, priorityName }: Prioritised): string {
  return priorityName ?? priorityWords[priority];
}

/** Colour and digit, never colour alone. */
export function PriorityDigit({ alarm, size = "sm" }: { alarm: Prioritised; size?: "sm" | "lg" }) {
  const { solid, style } = priorityPaint(alarm);
  return (
    <span
      {...(style === undefined ? {} : { style })}
      className={cx(
        "inline-flex shrink-0 items-center justify-center rounded-xs font-semibold",
        size === "sm" ? "size-4 text-2xs" : "size-6 text-md",
        solid,
      )}
    >
      <span className="sr-only">Priority </span>
      {alarm.priority}
    </span>
  );
}
