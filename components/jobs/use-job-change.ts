"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeJob, jobQueries } from "@/lib/domains/jobs/queries";

/** Pauses, resumes, cancels or marks as seen; every list and panel of jobs shows it. */
export function useJobChange() {
  const queries = useQueryClient();
  return useMutation({
    ...changeJob,
    onSuccess: (job) => queries.setQueryData(jobQueries.detail(job.id).queryKey, job),
    onSettled: () => queries.invalidateQueries({ queryKey: jobQueries.all }),
  });
}
