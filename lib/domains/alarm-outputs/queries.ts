import { signalState } from "@/lib/domains/elements/queries";
import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import { fetchJson } from "@/lib/http/fetcher";
import type {
  AlarmOutputDetail,
  AlarmOutputFilters,
  AlarmOutputItem,
  AlarmOutputState,
  ControlledOutput,
} from "./schema";
import { OUTPUTS_ASKED_MAX } from "./terms";

export const alarmOutputQueries = {
  all: ["alarm-outputs"] as const,
  list: (filters: AlarmOutputFilters = {}) => mirroredList<AlarmOutputItem>("alarm-outputs", filters),
  detail: (id: string) => mirroredDetail<AlarmOutputDetail>("alarm-outputs", id),
  /** What it is just now: its device is asked, together with the others on screen, while it is looked at. */
  state: signalState<AlarmOutputState>("alarm-outputs", OUTPUTS_ASKED_MAX),
};

/** Waits for the device; then tells what it is. */
export function controlOutput(id: string, on: boolean, reason: string): Promise<ControlledOutput> {
  return fetchJson(`/api/alarm-outputs/${encodeURIComponent(id)}/control`, { method: "POST", body: { on, reason } });
}
