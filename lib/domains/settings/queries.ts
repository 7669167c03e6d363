import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { SettingKey, SettingList } from "./terms";

export const settingQueries = {
  all: () => ["settings"] as const,
  list: () =>
    queryOptions({
      queryKey: [...settingQueries.all(), "list"],
      queryFn: ({ signal }) => fetchJson<SettingList>("/api/settings", { signal }),
    }),
};

/** Mutation: `useMutation(changeSetting(useQueryClient()))`. */
export const changeSetting = (client: QueryClient) => ({
  mutationFn: ({ key, value }: { key: SettingKey; value: number | null }) =>
    fetchJson<void>(`/api/settings/${key}`, { method: "PATCH", body: { value } }),
  onSettled: () => client.invalidateQueries({ queryKey: settingQueries.all() }),
});
