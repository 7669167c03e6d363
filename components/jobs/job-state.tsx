"use client";

import { StateDot } from "@/components/ui/state-dot";
import { span } from "@/components/ui/time-format";
import { Since } from "@/components/ui/time";
import { useViewer } from "@/components/ui/viewer";
import type { JobItem } from "@/lib/domains/jobs/schema";
import { jobStateWords, troubleWords } from "./job-words";

/** The state in a word, and beside it what went wrong on the way. */
export function JobState({ job }: { job: JobItem }) {
  const { locale } = useViewer();
  const { word, tone, icon } = jobStateWords[job.state];
  const trouble = job.state === "done" ? troubleWords(job, locale) : "";
  return (
    <StateDot tone={tone} icon={icon} aside={trouble === "" ? undefined : trouble}>
      {word}
    </StateDot>
  );
}

/** How long it took, or has been taking. */
export function Took({ job: { startedAt, finishedAt } }: { job: JobItem }) {
  if (startedAt === null) return <span className="text-fg-faint">Not started</span>;
  if (finishedAt === null) return <Since at={startedAt} />;
  return <>{span(Date.parse(finishedAt) - Date.parse(startedAt))}</>;
}
