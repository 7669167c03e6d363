import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import { fetchJson } from "@/lib/http/fetcher";
import type { ControlledDoor, DoorDetail, DoorFilters, DoorItem } from "./schema";
import type { DoorAction } from "./terms";

export const doorQueries = {
  all: ["doors"] as const,
  list: (filters: DoorFilters = {}) => mirroredList<DoorItem>("doors", filters),
  detail: (id: string) => mirroredDetail<DoorDetail>("doors", id),
};

/** Waits for the door's device. */
export function controlDoor(id: string, action: DoorAction, reason: string): Promise<ControlledDoor> {
  return fetchJson(`/api/doors/${encodeURIComponent(id)}/control`, { method: "POST", body: { action, reason } });
}
