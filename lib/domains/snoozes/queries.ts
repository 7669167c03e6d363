import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { AddSnooze, SnoozeItem, SnoozeListing } from "./schema";

export const snoozeQueries = {
  all: ["snoozes"] as const,
  /** Those that run, the next to end first. */
  list: () =>
    queryOptions({
      queryKey: ["snoozes", "list"] as const,
      queryFn: ({ signal }) => fetchJson<SnoozeListing>("/api/snoozes?limit=200", { signal }),
    }),
};

export const addSnooze = (body: AddSnooze) => fetchJson<SnoozeItem>("/api/snoozes", { method: "POST", body });

export const liftSnooze = (id: string) =>
  fetchJson<SnoozeItem>(`/api/snoozes/${encodeURIComponent(id)}/lift`, { method: "POST" });
