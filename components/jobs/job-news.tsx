"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { toast } from "@/components/ui/toast";
import { useViewer } from "@/components/ui/viewer";
import { jobQueries } from "@/lib/domains/jobs/queries";
import type { JobItem } from "@/lib/domains/jobs/schema";
import { jobHref, troubleWords } from "./job-words";

/** Says when a job of mine has ended, on whatever page I am. What had ended before stands under the bell. */
export function JobNews() {
  const { locale } = useViewer();
  const router = useRouter();
  const { data } = useQuery(jobQueries.unseen());
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (data === undefined) return;
    const before = known.current;
    known.current = new Set([...(before ?? []), ...data.items.map(({ id }) => id)]);
    if (before === null) return;
    const open = (job: JobItem) => ({ label: "Open", run: () => router.push(jobHref(job.id)) });
    for (const job of data.items.filter(({ id }) => !before.has(id))) {
      const trouble = troubleWords(job, locale);
      if (job.state === "failed") {
        toast.failed({ title: `${job.title} failed`, detail: job.error?.message ?? "", action: open(job) });
      } else if (job.state === "cancelled") {
        toast.unknown({ title: `${job.title} was stopped`, action: open(job) });
      } else if (trouble !== "") {
        toast.unknown({ title: `${job.title} is done`, detail: trouble, action: open(job) });
      } else {
        toast.done({ title: `${job.title} is done`, action: open(job) });
      }
    }
  }, [data, locale, router]);
  return null;
}
