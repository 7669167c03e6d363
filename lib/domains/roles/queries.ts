import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { CodesRule, NewRole, RoleChange, RoleList } from "./schema";

export const roleQueries = {
  all: ["roles"] as const,
  list: () =>
    queryOptions({
      queryKey: ["roles", "list"] as const,
      queryFn: ({ signal }) => fetchJson<RoleList>("/api/roles", { signal }),
    }),
};

const path = (id: string) => `/api/roles/${encodeURIComponent(id)}`;

export const addRole = (body: NewRole) => fetchJson<{ id: string }>("/api/roles", { method: "POST", body });
export const changeRole = (id: string, body: RoleChange) => fetchJson<void>(path(id), { method: "PATCH", body });
export const deleteRole = (id: string) => fetchJson<void>(path(id), { method: "DELETE" });
export const ruleCodes = (id: string, body: CodesRule) =>
  fetchJson<void>(`${path(id)}/second-factor`, { method: "PUT", body });
