import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import { fetchJson } from "@/lib/http/fetcher";
import type { ControlledDoor, DoorDetail, DoorFilters, DoorItem } from "./schema";
import type { DoorAction } from "./terms";

export const doorQueries = {
  all: ["doors"] as const,
  list: (filters: DoorFilters = {}) => mirroredList<DoorItem>("doors", filters),
  detail: (id: string) => mirroredDetail<DoorDetail>("doors", id),
};

/** Waits for the door's device. `alarmId`: the alarm from which it is moved. */
export function controlDoor(
  id: string,
  body: { action: DoorAction; reason: string; alarmId?: string | undefined },
): Promise<ControlledDoor> {
  return fetchJson(`/api/doors/${encodeURIComponent(id)}/control`, { method: "POST", body });
}
