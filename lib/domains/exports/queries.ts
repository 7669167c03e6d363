import { fetchJson } from "@/lib/http/fetcher";
import type { ExportRequest } from "./schema";

/** Starts the export of a list; its file is found under the job that is answered. */
export const startExport = (body: ExportRequest) => fetchJson<{ id: string }>("/api/exports", { method: "POST", body });
