/** What the alarm-quality page keeps in its address. Runs on the server too. */
import { createParser } from "nuqs/server";
import { rangeOf } from "@/components/ui/date-ranges";
import type { QualityQuery } from "@/lib/domains/alarm-quality/schema";

const usual = "last-7-days";

/** `today`, or two ISO times: `from..to`. */
export const qualityParams = {
  when: createParser({ parse: (text) => (rangeOf(text, "UTC") === null ? null : text), serialize: String }).withDefault(
    usual,
  ),
};

/** The same on the server and in the browser within a minute. Days are those of `timeZone`; `now` is in milliseconds. */
export function qualityQuery(when: string, { timeZone, now }: { timeZone: string; now: number }): QualityQuery {
  return rangeOf(when, timeZone, now) ?? rangeOf(usual, timeZone, now) ?? {};
}
