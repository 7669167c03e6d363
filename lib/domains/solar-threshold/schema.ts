import { z } from "zod";

/** Body of `PUT /api/solar-threshold`. */
export const SetSolarThreshold = z.strictObject({
  percent: z
    .int("Give a whole number.")
    .min(0, "Give 0 or more.")
    .max(100, "Give 100 or less.")
    .nullable()
    .transform((percent, context) => {
      if (percent !== null) return percent;
      context.addIssue({ code: "custom", message: "Give a number from 0 to 100." });
      return z.NEVER;
    }),
});
export type SetSolarThreshold = z.output<typeof SetSolarThreshold>;
export type SetSolarThresholdInput = z.input<typeof SetSolarThreshold>;

/** At how many percent of charge solar cameras complain, as last set from here: the gateway does not tell it. */
export interface SolarThreshold {
  /** Null: it was never set from here; 20 unless somebody changed it elsewhere. */
  set: { percent: number; result: "done" | "unknown"; by: string | null; at: string } | null;
}
