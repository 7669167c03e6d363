"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { Name } from "@/components/ui/name";
import { Ago } from "@/components/ui/time";
import { trouble } from "@/components/ui/trouble";
import { useViewer } from "@/components/ui/viewer";
import { cx } from "@/components/ui/cx";
import { jobQueries } from "@/lib/domains/jobs/queries";
import type { JobItem } from "@/lib/domains/jobs/schema";
import { isFinished } from "@/lib/domains/jobs/terms";
import { DownloadLink } from "./download-link";
import { JobState } from "./job-state";
import { jobHref, progressWords } from "./job-words";
import { useJobChange } from "./use-job-change";

/** My latest jobs. What is shown here is seen; what was new stays bold until the list is closed. */
export function NotificationList({ onLeave }: { onLeave: () => void }) {
  const { data, error } = useQuery(jobQueries.recent());
  const { data: unseen } = useQuery(jobQueries.unseen());
  const { mutate } = useJobChange();
  // The bell has read them already.
  const [fresh] = useState(() => new Set(unseen?.items.map(({ id }) => id)));
  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const { id } of unseen?.items ?? []) {
      if (told.current.has(id)) continue;
      told.current.add(id);
      mutate({ id, verb: "seen" });
    }
  }, [mutate, unseen]);
  return (
    <div>
      <div className="flex items-baseline justify-between gap-3 px-3 pt-3 pb-2">
        <h2 className="text-sm font-semibold">My jobs</h2>
        <Link href="/jobs" onClick={onLeave} className="rounded-xs text-xs text-accent-fg hover:underline">
          All jobs
        </Link>
      </div>
      {data === undefined ? (
        error === null ? (
          <div aria-busy className="space-y-3 px-3 pt-1 pb-4">
            <Skeleton className="h-2.5 w-40" />
            <Skeleton className="h-2.5 w-56" />
          </div>
        ) : (
          <p role="alert" className="px-3 pb-4 text-sm text-danger-fg">
            {trouble(error).title}
          </p>
        )
      ) : data.items.length === 0 ? (
        <p className="px-3 pb-4 text-sm text-fg-soft">Exports and other long work that you start appear here.</p>
      ) : (
        <ul className="border-t border-line-soft">
          {data.items.map((job) => (
            <Item
              key={job.id}
              job={job}
              fresh={fresh.has(job.id) || (isFinished(job.state) && !job.seen)}
              onLeave={onLeave}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function Item({ job, fresh, onLeave }: { job: JobItem; fresh: boolean; onLeave: () => void }) {
  const { locale } = useViewer();
  return (
    <li className="flex items-center gap-3 border-b border-line-soft px-3 py-2 last:border-b-0">
      <span className="min-w-0 flex-1">
        <Link
          href={jobHref(job.id)}
          onClick={onLeave}
          className={cx("block truncate rounded-xs text-sm hover:underline", fresh && "font-semibold")}
        >
          <Name cut>{job.title}</Name>
        </Link>
        <span className="flex min-w-0 items-center gap-1.5 text-xs">
          <JobState job={job} />
          <span data-numeric className="shrink-0 text-fg-faint">
            {isFinished(job.state) ? <Ago at={job.finishedAt ?? job.createdAt} /> : progressWords(job, locale)}
          </span>
        </span>
      </span>
      {job.result === null || job.result.url === null ? null : (
        <DownloadLink href={job.result.url} name={job.result.name} size="sm">
          Download
        </DownloadLink>
      )}
    </li>
  );
}
