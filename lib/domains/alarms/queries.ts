import { infiniteQueryOptions, keepPreviousData, mutationOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { fetchJson } from "@/lib/http/fetcher";
import type { Listing } from "@/lib/http/list";
import { cursorOf, paging } from "@/lib/http/paging";
import type {
  AddNote,
  AlarmCounts,
  AlarmDetail,
  AlarmItem,
  AlarmResults,
  ChangeOwner,
  ChangePriority,
  ChangeState,
  FlagHandover,
  TickStep,
} from "./schema";

/** Values of the list's query, without its cursor; what is undefined is left out. */
export type AlarmListFilters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `GET /api/alarms` with these filters. */
export function alarmsAddress(filters: AlarmListFilters, cursor: string | null = null): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    for (const one of value === undefined ? [] : [value].flat()) search.append(name, one);
  }
  if (cursor !== null) search.set("cursor", cursor);
  return search.size === 0 ? "/api/alarms" : `/api/alarms?${search}`;
}

const address = (id: string) => `/api/alarms/${encodeURIComponent(id)}`;

export const alarmQueries = {
  all: ["alarms"] as const,
  /** Pages of alarms; what is on screen stays until the next answer is there. */
  list: (filters: AlarmListFilters = {}) =>
    infiniteQueryOptions({
      queryKey: ["alarms", "list", filters] as const,
      queryFn: ({ pageParam, signal }) =>
        fetchJson<Listing<AlarmItem>>(alarmsAddress(filters, cursorOf(pageParam)), { signal }),
      ...paging,
      placeholderData: keepPreviousData,
    }),
  /** The first page alone. */
  first: (filters: AlarmListFilters) =>
    queryOptions({
      queryKey: ["alarms", "first", filters] as const,
      queryFn: ({ signal }) => fetchJson<Listing<AlarmItem>>(alarmsAddress(filters), { signal }),
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: ["alarms", "detail", id] as const,
      queryFn: ({ signal }) => fetchJson<AlarmDetail>(address(id), { signal }),
    }),
  /** `since`: ISO time at which the reader's day began. */
  counts: (since?: string) =>
    queryOptions({
      queryKey: ["alarms", "counts", since ?? null] as const,
      queryFn: ({ signal }) =>
        fetchJson<AlarmCounts>(
          `/api/alarms/counts${since === undefined ? "" : `?since=${encodeURIComponent(since)}`}`,
          { signal },
        ),
      placeholderData: keepPreviousData,
    }),
};

function verb<Body>(name: string) {
  return mutationOptions({
    mutationKey: ["alarms", name],
    mutationFn: (body: Body) => fetchJson<AlarmResults>(`/api/alarms/${name}`, { method: "POST", body }),
  });
}

/** Each takes the body of its address; a single alarm that somebody else changed first throws ApiProblem of 409. */
export const changeAlarmState = verb<z.input<typeof ChangeState>>("state");
export const changeAlarmOwner = verb<z.input<typeof ChangeOwner>>("owner");
export const changeAlarmPriority = verb<z.input<typeof ChangePriority>>("priority");
export const addAlarmNote = verb<z.input<typeof AddNote>>("notes");
export const flagAlarmHandover = verb<z.input<typeof FlagHandover>>("handover");

export const addAlarmCamera = mutationOptions({
  mutationKey: ["alarms", "cameras"],
  mutationFn: ({ id, cameraId }: { id: string; cameraId: string }) =>
    fetchJson<void>(`${address(id)}/cameras`, { method: "POST", body: { cameraId } }),
});

export const removeAlarmCamera = mutationOptions({
  mutationKey: ["alarms", "cameras"],
  mutationFn: ({ id, cameraId }: { id: string; cameraId: string }) =>
    fetchJson<void>(`${address(id)}/cameras/${encodeURIComponent(cameraId)}`, { method: "DELETE" }),
});

export const tickAlarmStep = mutationOptions({
  mutationKey: ["alarms", "steps"],
  mutationFn: ({ id, ...body }: z.input<typeof TickStep> & { id: string }) =>
    fetchJson<void>(`${address(id)}/steps`, { method: "POST", body }),
});
