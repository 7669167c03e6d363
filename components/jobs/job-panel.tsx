"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, Pause, Play, Square } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { ProgressBar } from "@/components/ui/progress-bar";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { trouble } from "@/components/ui/trouble";
import { useViewer } from "@/components/ui/viewer";
import { jobQueries } from "@/lib/domains/jobs/queries";
import type { JobItem } from "@/lib/domains/jobs/schema";
import { isFinished, verbsOf } from "@/lib/domains/jobs/terms";
import { DownloadLink } from "./download-link";
import { JobRows } from "./job-rows";
import { JobState } from "./job-state";
import { endedCount, progressWords, sizeWords, troubleWords } from "./job-words";
import { useJobChange } from "./use-job-change";

/** One job: how far it is, what can be done with it, how each row went, its file. Any page can show it by id. */
export function JobPanel({ id }: { id: string }) {
  const query = useQuery(jobQueries.detail(id));
  const job = query.data;
  const { mutate } = useJobChange();
  const news = job !== undefined && job.mine && isFinished(job.state) && !job.seen;
  useEffect(() => {
    if (news) mutate({ id, verb: "seen" });
  }, [id, mutate, news]);

  if (job === undefined && query.isError) return <QueryFailure query={query} />;
  if (job === undefined) {
    return (
      <div aria-busy className="space-y-3">
        <Skeleton className="h-2.5 w-40" />
        <Skeleton className="h-2.5 w-56" />
      </div>
    );
  }
  return (
    <div className="space-y-4">
      <Progress job={job} />
      {job.error === null ? null : <Failure error={job.error} />}
      <Verbs job={job} />
      <Result job={job} />
      {job.hasRows ? <JobRows job={job} /> : null}
    </div>
  );
}

function Progress({ job }: { job: JobItem }) {
  const { locale } = useViewer();
  const troubles = troubleWords(job, locale);
  const ended = endedCount(job);
  return (
    <div>
      <div className="flex items-center justify-between gap-3 text-sm">
        <span role="status" className="min-w-0">
          <JobState job={{ ...job, failed: 0, unknown: 0, skipped: 0 }} />
        </span>
        <span data-numeric className="shrink-0 text-fg-soft">
          {progressWords(job, locale)}
        </span>
      </div>
      {job.total === null ? null : (
        <div className="mt-2">
          <ProgressBar label="Progress" labelHidden value={ended} max={Math.max(job.total, 1)} />
        </div>
      )}
      {troubles === "" ? null : (
        <p data-numeric className="mt-2 text-xs text-warn-fg">
          {troubles}
        </p>
      )}
    </div>
  );
}

function Failure({ error: { message, remedy, code } }: { error: NonNullable<JobItem["error"]> }) {
  return (
    <p className="flex gap-2 rounded-md border border-danger-line bg-danger-soft p-3 text-sm text-fg">
      <Icon of={CircleAlert} className="mt-0.5 text-danger-fg" />
      <span className="min-w-0 wrap-anywhere">
        {message} {remedy} {code === null ? null : <code className="font-mono text-xs">{code}</code>}
      </span>
    </p>
  );
}

function Verbs({ job }: { job: JobItem }) {
  const [asking, setAsking] = useState(false);
  const change = useJobChange();
  const verbs = verbsOf[job.state];
  const busy = (verb: "pause" | "resume") => change.isPending && change.variables.verb === verb;
  if (verbs.length === 0 && !asking) return null;
  return (
    <div>
      <div className="flex flex-wrap gap-2">
        {verbs.includes("pause") ? (
          <Button
            icon={Pause}
            busy={busy("pause")}
            busyLabel="Pausing"
            onPress={() => change.mutate({ id: job.id, verb: "pause" })}
          >
            Pause
          </Button>
        ) : null}
        {verbs.includes("resume") ? (
          <Button
            icon={Play}
            busy={busy("resume")}
            busyLabel="Resuming"
            onPress={() => change.mutate({ id: job.id, verb: "resume" })}
          >
            Resume
          </Button>
        ) : null}
        {verbs.includes("cancel") ? (
          <Button icon={Square} onPress={() => setAsking(true)}>
            Stop job…
          </Button>
        ) : null}
      </div>
      {change.isError && !asking ? (
        <p role="alert" className="mt-2 text-sm text-danger-fg">
          {trouble(change.error).title} {trouble(change.error).advice}
        </p>
      ) : null}
      <ConfirmDialog
        isOpen={asking}
        onOpenChange={setAsking}
        title={
          <>
            Stop <bdi>{job.title}</bdi> for good?
          </>
        }
        consequence={
          job.hasRows
            ? "What is done stays done. The row under way comes to its end, and the rest is skipped. It cannot be resumed."
            : "No file is made, and it cannot be resumed."
        }
        confirmLabel="Stop job"
        busyLabel="Stopping"
        danger
        {...(job.mine ? {} : { reason: "optional" })}
        onConfirm={async (why) => {
          await change.mutateAsync({ id: job.id, verb: "cancel", why });
        }}
      />
    </div>
  );
}

function Result({ job: { result } }: { job: JobItem }) {
  const { locale } = useViewer();
  if (result === null) return null;
  return (
    <div className="text-sm">
      {result.url === null ? (
        <p className="text-fg-soft">The file is deleted: results are kept for 7 days. Start the job again.</p>
      ) : (
        <div className="flex flex-wrap items-center gap-3">
          <DownloadLink href={result.url} name={result.name} variant="primary">
            Download
          </DownloadLink>
          <span className="min-w-0 text-xs wrap-anywhere text-fg-soft">
            <bdi>{result.name}</bdi>, <span data-numeric>{sizeWords(result.bytes, locale)}</span>
          </span>
        </div>
      )}
    </div>
  );
}
