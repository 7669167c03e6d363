"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import dynamic from "next/dynamic";
import type { KeyboardEvent } from "react";
import { type Column, DataTable, type Filter } from "@/components/data-table/data-table";
import { useListState } from "@/components/data-table/use-list-state";
import { JobState, Took } from "@/components/jobs/job-state";
import { endedCount, jobStateWords, kindWord, progressWords } from "@/components/jobs/job-words";
import { PageFrame } from "@/components/shell/page-frame";
import { useShell } from "@/components/shell/shell-context";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Empty } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useViewer } from "@/components/ui/viewer";
import { may } from "@/lib/auth/roles";
import { jobQueries } from "@/lib/domains/jobs/queries";
import type { JobItem } from "@/lib/domains/jobs/schema";
import { isFinished, jobStates } from "@/lib/domains/jobs/terms";
import { jobFilters, jobParams } from "./search-params";

const JobDrawer = dynamic(() =>
  insist(() => import("@/components/jobs/job-drawer")).then((module) => module.JobDrawer),
);

function Progress({ job }: { job: JobItem }) {
  const { locale } = useViewer();
  const words = progressWords(job, locale);
  if (job.total === null || isFinished(job.state)) return <span data-numeric>{words}</span>;
  return (
    <span className="flex items-center gap-2">
      <span className="w-16 shrink-0">
        <ProgressBar
          label={`Progress of ${job.title}`}
          labelHidden
          value={endedCount(job)}
          max={Math.max(job.total, 1)}
        />
      </span>
      <span data-numeric className="min-w-0 truncate">
        {words}
      </span>
    </span>
  );
}

const columns: Column<JobItem>[] = [
  {
    id: "title",
    header: "Job",
    sort: "title",
    width: "minmax(10rem, 2fr)",
    cell: ({ title }) => <Name>{title}</Name>,
  },
  { id: "kind", header: "Kind", width: "minmax(5rem, 8rem)", narrow: "none", cell: ({ kind }) => kindWord(kind) },
  {
    id: "state",
    header: "State",
    sort: "state",
    width: "minmax(7rem, 12rem)",
    narrow: "end",
    cell: (job) => <JobState job={job} />,
  },
  { id: "progress", header: "Progress", width: "minmax(9rem, 13rem)", cell: (job) => <Progress job={job} /> },
  {
    id: "owner",
    header: "Owner",
    width: "minmax(6rem, 1fr)",
    narrow: "none",
    cell: ({ owner }) => <Name>{owner.name}</Name>,
  },
  {
    id: "created",
    header: "Started",
    sort: "created",
    width: "minmax(6rem, 9rem)",
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    id: "took",
    header: "Took",
    width: "minmax(5rem, 7rem)",
    align: "end",
    narrow: "none",
    cell: (job) => <Took job={job} />,
  },
];

/** Who sees their own jobs alone has no use for their own name in every row. */
const ownColumns = columns.filter(({ id }) => id !== "owner");

const states: Filter = {
  id: "state",
  label: "State",
  options: jobStates.map((value) => ({ value, label: jobStateWords[value].word })),
};

const owners: Filter = {
  id: "owner",
  label: "Owner",
  single: true,
  options: [
    { value: "me", label: "Me" },
    { value: "others", label: "Others" },
  ],
};

export function JobsPage() {
  const { person } = useShell();
  const { values, list } = useListState(jobParams);
  const query = useInfiniteQuery(jobQueries.list(jobFilters(values)));
  const { open } = list;
  const everybody = may(person, "users:manage");

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || open === null || event.defaultPrevented) return;
    list.openItem(null);
  }

  return (
    <PageFrame title="Jobs">
      {/* Esc is heard wherever the focus is, in the list or in the job. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className="relative flex min-h-0 flex-1" onKeyDown={onKeyDown}>
        <div className="flex min-w-0 flex-1 flex-col">
          <DataTable
            id="jobs"
            own
            label="Jobs"
            noun={{ one: "job", many: "jobs" }}
            query={query}
            list={list}
            columns={everybody ? columns : ownColumns}
            nameOf={({ title }) => title}
            filters={everybody ? [states, owners] : [states]}
            searchLabel="Name of the job"
            onOpen={({ id }) => list.openItem(id)}
            empty={
              <Empty icon={ListChecks} title="No jobs yet">
                Exports and other long work appear here, with their progress and their files.
              </Empty>
            }
          />
        </div>
        {open === null ? null : <JobDrawer key={open} id={open} onClose={() => list.openItem(null)} />}
      </div>
    </PageFrame>
  );
}
