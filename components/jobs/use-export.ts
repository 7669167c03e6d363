"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useStepUp } from "@/components/step-up/step-up-provider";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { startExport } from "@/lib/domains/exports/queries";
import type { ExportRequest } from "@/lib/domains/exports/schema";
import { jobQueries } from "@/lib/domains/jobs/queries";
import { jobHref } from "./job-words";

/** Starts an export and says so; the bell tells when it is done. */
export function useExport() {
  const queries = useQueryClient();
  const router = useRouter();
  const stepUp = useStepUp();
  return useMutation({
    mutationFn: (wanted: ExportRequest) => stepUp(() => startExport(wanted)),
    onSuccess: async ({ id }) => {
      toast.done({
        title: "Export started",
        detail: "Its file will be under the bell.",
        action: { label: "Open", run: () => router.push(jobHref(id)) },
      });
      await queries.invalidateQueries({ queryKey: jobQueries.all });
    },
    onError: (error) => {
      const { title, advice, code } = trouble(error);
      toast.failed({
        title,
        ...(advice === undefined ? {} : { detail: advice }),
        ...(code === undefined ? {} : { code }),
      });
    },
  });
}
