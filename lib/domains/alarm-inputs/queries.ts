import { signalState } from "@/lib/domains/elements/queries";
import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import type { AlarmInputDetail, AlarmInputFilters, AlarmInputItem, AlarmInputState } from "./schema";
import { INPUTS_ASKED_MAX } from "./terms";

export const alarmInputQueries = {
  all: ["alarm-inputs"] as const,
  list: (filters: AlarmInputFilters = {}) => mirroredList<AlarmInputItem>("alarm-inputs", filters),
  detail: (id: string) => mirroredDetail<AlarmInputDetail>("alarm-inputs", id),
  /** What it is just now: its device is asked, together with the others on screen, while it is looked at. */
  state: signalState<AlarmInputState>("alarm-inputs", INPUTS_ASKED_MAX),
};
