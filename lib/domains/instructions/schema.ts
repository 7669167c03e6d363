import { z } from "zod";
import type { Person } from "@/lib/domains/alarms/schema";
import { gatewayId } from "@/lib/domains/sync/schema";

export { IdParams as InstructionParams } from "@/lib/domains/sync/schema";

/** Steps of one instruction. */
export const MOST_STEPS = 50;

/** What to do about alarms of one rule or one type; a rule's goes before its type's. */
export interface InstructionItem {
  id: string;
  scope: "rule" | "type";
  targetId: string;
  name: string;
  steps: string[];
  updatedAt: string;
  updatedBy: Person | null;
}

/** Answer of `GET /api/instructions`, by name. */
export interface InstructionList {
  items: InstructionItem[];
}

/** Body of `PUT /api/instructions`; replaces what there was. `name` is a rule's, where no alarm has told it yet. */
export const SetInstruction = z
  .object({
    scope: z.enum(["rule", "type"]),
    targetId: gatewayId,
    name: z.string().trim().min(1).max(200).optional(),
    steps: z
      .array(
        z
          .string()
          .trim()
          .min(1, "Write the step, or leave it out.")
          .max(300, "Shorten the step to 300 characters.")
          .regex(/^[^\0]*$/, "Leave out control characters."),
      )
      .min(1, "Write at least one step.")
      .max(MOST_STEPS, `Write at most ${MOST_STEPS} steps.`),
  })
  .refine(({ steps }) => new Set(steps).size === steps.length, {
    path: ["steps"],
    message: "Word each step differently: they are ticked by their words.",
  });
export type SetInstruction = z.output<typeof SetInstruction>;
