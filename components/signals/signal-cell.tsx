"use client";

import { useQuery } from "@tanstack/react-query";
import { StateDot } from "@/components/ui/state-dot";
import { Skeleton } from "@/components/ui/skeleton";
import type { Tone } from "@/components/ui/tag";
import { trouble } from "@/components/ui/trouble";
import { alarmInputQueries } from "@/lib/domains/alarm-inputs/queries";
import { alarmOutputQueries } from "@/lib/domains/alarm-outputs/queries";

export type SignalKind = "alarm-inputs" | "alarm-outputs";

const words: Readonly<Record<string, { word: string; tone: Tone }>> = {
  active: { word: "Active", tone: "warn" },
  inactive: { word: "Inactive", tone: "neutral" },
  on: { word: "On", tone: "accent" },
  off: { word: "Off", tone: "neutral" },
};

export interface Signal {
  /** Absent while it is asked for the first time. */
  state: string | undefined;
  /** Why it is not known. */
  why: string | undefined;
  asking: boolean;
}

/** What an input or output is just now; its device is asked while this is on screen. */
export function useSignal(kind: SignalKind, id: string): Signal & { askedAt: number } {
  const input = useQuery({ ...alarmInputQueries.state(id), enabled: kind === "alarm-inputs" });
  const output = useQuery({ ...alarmOutputQueries.state(id), enabled: kind === "alarm-outputs" });
  const { data, error, isFetching, dataUpdatedAt, errorUpdatedAt } = kind === "alarm-inputs" ? input : output;
  // What was true before the last question failed is not shown as if it still were.
  const failed = error !== null;
  return {
    state: failed ? "unknown" : data?.state,
    why: failed ? trouble(error).title : (data?.meaning ?? undefined),
    asking: isFetching,
    askedAt: Math.max(dataUpdatedAt, errorUpdatedAt),
  };
}

export function SignalWord({ state, why }: Pick<Signal, "state" | "why">) {
  if (state === undefined) return <Skeleton className="h-2.5 w-14" />;
  const { word, tone } = words[state] ?? { word: "Unknown", tone: "warn" as const };
  return (
    <span title={why}>
      <StateDot tone={tone}>{word}</StateDot>
    </span>
  );
}

export function SignalCell({ kind, id }: { kind: SignalKind; id: string }) {
  const { state, why } = useSignal(kind, id);
  return <SignalWord state={state} why={why} />;
}
