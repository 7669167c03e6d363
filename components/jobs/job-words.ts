import {
  CircleCheck,
  CircleDot,
  CircleHelp,
  CircleSlash,
  CircleX,
  Clock,
  type LucideIcon,
  Pause,
  Send,
} from "lucide-react";
import type { Tone } from "@/components/ui/tag";
import type { JobItem, JobState, RowState } from "@/lib/domains/jobs/schema";

interface StateWords {
  word: string;
  tone: Tone;
  icon: LucideIcon;
}

export const jobStateWords: Readonly<Record<JobState, StateWords>> = {
  queued: { word: "Waiting", tone: "neutral", icon: Clock },
  running: { word: "Running", tone: "accent", icon: CircleDot },
  paused: { word: "Paused", tone: "warn", icon: Pause },
  cancelling: { word: "Stopping", tone: "warn", icon: CircleSlash },
  cancelled: { word: "Stopped", tone: "neutral", icon: CircleSlash },
  done: { word: "Done", tone: "ok", icon: CircleCheck },
  failed: { word: "Failed", tone: "danger", icon: CircleX },
};

export const rowStateWords: Readonly<Record<RowState, StateWords>> = {
  waiting: { word: "Waiting", tone: "neutral", icon: Clock },
  sent: { word: "Under way", tone: "accent", icon: Send },
  answered: { word: "Done", tone: "ok", icon: CircleCheck },
  unknown: { word: "Unknown", tone: "warn", icon: CircleHelp },
  failed: { word: "Failed", tone: "danger", icon: CircleX },
  skipped: { word: "Skipped", tone: "neutral", icon: CircleSlash },
};

const kinds: Readonly<Record<string, string>> = { "export.list": "Export" };

/** A kind that is newer than this page is shown as the server calls it. */
export function kindWord(kind: string): string {
  return kinds[kind] ?? kind;
}

/** Everything that has ended, well or not. */
export function endedCount({ done, failed, unknown, skipped }: JobItem): number {
  return done + failed + unknown + skipped;
}

/** "312 of 500", or "312" while nobody knows of how many. */
export function progressWords(job: JobItem, locale: string): string {
  const number = new Intl.NumberFormat(locale);
  const ended = number.format(endedCount(job));
  return job.total === null ? ended : `${ended} of ${number.format(job.total)}`;
}

/** "7 failed, 1 unknown"; empty where all went well. */
export function troubleWords({ failed, unknown, skipped }: JobItem, locale: string): string {
  const number = new Intl.NumberFormat(locale);
  const parts = [
    [failed, "failed"],
    [unknown, "unknown"],
    [skipped, "skipped"],
  ] as const;
  return parts.flatMap(([count, word]) => (count === 0 ? [] : `${number.format(count)} ${word}`)).join(", ");
}

/** "1.4 MB". */
export function sizeWords(bytes: number, locale: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[power] ?? "byte",
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1_000 ** power);
}

/** What the row is about, in the words of whoever started the job. */
export function rowLabel(input: unknown, no: number): string {
  if (typeof input === "string" && input !== "") return input;
  if (typeof input === "object" && input !== null && "name" in input && typeof input.name === "string") {
    return input.name;
  }
  return `Row ${no}`;
}

export interface RowTold {
  message: string | undefined;
  remedy: string | undefined;
}

/** The sentences in a row's result. */
export function rowTold(result: unknown): RowTold {
  const text = (name: "message" | "remedy") => {
    const value = typeof result === "object" && result !== null ? (result as Record<string, unknown>)[name] : undefined;
    return typeof value === "string" ? value : undefined;
  };
  return { message: text("message"), remedy: text("remedy") };
}

export const jobHref = (id: string) => `/jobs?open=${encodeURIComponent(id)}`;
