"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { Code, Facts } from "@/components/mirror/facts";
import { IconButton } from "@/components/ui/button";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import { jobQueries } from "@/lib/domains/jobs/queries";
import { JobPanel } from "./job-panel";
import { Took } from "./job-state";
import { kindWord } from "./job-words";

/** One job beside the list; on a narrow screen in its place. */
export function JobDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: job } = useQuery(jobQueries.detail(id));
  return (
    <aside
      aria-label="Job"
      className="flex w-(--aside) shrink-0 flex-col overflow-auto border-s border-line bg-surface max-md:absolute max-md:inset-0 max-md:z-(--z-drawer) max-md:w-full max-md:border-0"
    >
      <div className="flex items-start gap-2 px-4 pt-3 pb-2">
        <h2 className="min-w-0 flex-1 pt-[calc((var(--control)-1.5rem)/2)] text-lg font-semibold wrap-anywhere">
          {job === undefined ? "Job" : <Name>{job.title}</Name>}
        </h2>
        <IconButton icon={X} label="Close" keyCap="Esc" onPress={onClose} />
      </div>
      <div className="px-4 pt-1 pb-5">
        <JobPanel id={id} />
        {job === undefined ? null : (
          <Facts
            className="mt-5 border-t border-line pt-4"
            facts={[
              { label: "Kind", value: kindWord(job.kind) },
              { label: "Owner", value: <Name>{job.owner.name}</Name> },
              { label: "Asked for", value: <Time at={job.createdAt} as="dateTime" /> },
              { label: "Took", value: <Took job={job} /> },
              { label: "Number", value: <Code>{job.id}</Code> },
            ]}
          />
        )}
      </div>
    </aside>
  );
}
