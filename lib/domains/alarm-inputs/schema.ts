import {
  signalStatesQuery,
  type ElementDetail,
  type ElementItem,
  type SignalState,
  type SignalStates,
} from "@/lib/domains/elements/schema";
import { INPUTS_ASKED_MAX } from "./terms";

export { ElementQuery as AlarmInputQuery } from "@/lib/domains/elements/schema";
export { IdParams as AlarmInputParams } from "@/lib/domains/sync/schema";
export type { ElementFilters as AlarmInputFilters } from "@/lib/domains/elements/schema";

export type AlarmInputItem = ElementItem;
export type AlarmInputDetail = ElementDetail;

/** Query of `GET /api/alarm-inputs/states`. */
export const AlarmInputStatesQuery = signalStatesQuery(INPUTS_ASKED_MAX);

export type AlarmInputState = SignalState<"active" | "inactive">;
export type AlarmInputStates = SignalStates<"active" | "inactive">;
