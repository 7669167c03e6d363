import { z } from "zod";
import { reasonField, type CommandResult } from "@/lib/domains/commands/schema";
import type { ElementDetail, ElementItem } from "@/lib/domains/elements/schema";
import { doorActions, isLasting } from "./terms";

export { ElementQuery as DoorQuery } from "@/lib/domains/elements/schema";
export { IdParams as DoorParams } from "@/lib/domains/sync/schema";
export type { ElementFilters as DoorFilters } from "@/lib/domains/elements/schema";

export type DoorItem = ElementItem;
export type DoorDetail = ElementDetail;

/**
 * Body of `POST /api/doors/{id}/control`. A reason may be given, and must be for what lasts. `alarmId`: the alarm it is
 * moved from, whose trail tells of it.
 */
export const ControlDoor = z
  .strictObject({
    action: z.enum(doorActions, `Give one of: ${doorActions.join(", ")}.`),
    reason: reasonField,
    alarmId: z.string().min(1).max(128).optional(),
  })
  .refine(({ action, reason }) => !isLasting(action) || reason !== undefined, {
    path: ["reason"],
    message: "Give a reason: the door stays so until somebody sets it back.",
  });
export type ControlDoor = z.output<typeof ControlDoor>;

/** What became of the command; the gateway cannot be asked how a door stands afterwards. */
export type ControlledDoor = CommandResult;
