import { mutationOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { ExportRequest } from "./schema";

/** Starts the export of a list; its file is found under the job that is answered. */
export const startExport = mutationOptions({
  mutationKey: ["exports", "start"],
  mutationFn: (body: ExportRequest) => fetchJson<{ id: string }>("/api/exports", { method: "POST", body }),
});
