import { z } from "zod";
import { reasonField, type CommandResult } from "@/lib/domains/commands/schema";
import {
  signalStatesQuery,
  type ElementDetail,
  type ElementItem,
  type SignalState,
  type SignalStates,
} from "@/lib/domains/elements/schema";
import { OUTPUTS_ASKED_MAX } from "./terms";

export { ElementQuery as AlarmOutputQuery } from "@/lib/domains/elements/schema";
export { IdParams as AlarmOutputParams } from "@/lib/domains/sync/schema";
export type { ElementFilters as AlarmOutputFilters } from "@/lib/domains/elements/schema";

export type AlarmOutputItem = ElementItem;
export type AlarmOutputDetail = ElementDetail;

/** Query of `GET /api/alarm-outputs/states`. */
export const AlarmOutputStatesQuery = signalStatesQuery(OUTPUTS_ASKED_MAX);

export type AlarmOutputState = SignalState<"on" | "off">;
export type AlarmOutputStates = SignalStates<"on" | "off">;

/** Body of `POST /api/alarm-outputs/{id}/control`. */
export const ControlAlarmOutput = z.strictObject({ on: z.boolean(), reason: reasonField });
export type ControlAlarmOutput = z.output<typeof ControlAlarmOutput>;

/** What became of the command, and what the output is after it, as its device says. */
export interface ControlledOutput extends CommandResult {
  state: AlarmOutputState;
}
