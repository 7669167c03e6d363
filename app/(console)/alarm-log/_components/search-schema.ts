import { z } from "zod";
import { LOG_SPAN_MS, LOG_TYPES_MAX } from "@/lib/domains/alarm-log/terms";

/** What is asked of the log; `area`: whether one must be chosen. */
export const searchSchema = (area: boolean) =>
  z.object({
    range: z
      .object({ from: z.string(), to: z.string() })
      .nullable()
      .transform((range, context) => {
        const span = range === null ? 0 : Date.parse(range.to) - Date.parse(range.from);
        if (range !== null && span > 0 && span <= LOG_SPAN_MS) return range;
        const message =
          span > LOG_SPAN_MS ? "The gateway searches a day at most." : "Give a start and an end after it.";
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      }),
    areaId: z
      .string()
      .nullable()
      .refine((id) => !area || id !== null, "Choose the area to search."),
    types: z.array(z.string()).max(LOG_TYPES_MAX, `Choose at most ${LOG_TYPES_MAX}.`),
  });
export type SearchInput = z.input<ReturnType<typeof searchSchema>>;
export type Search = z.output<ReturnType<typeof searchSchema>>;
