import { z } from "zod";
import { gatewayId } from "@/lib/domains/sync/schema";
import { LOG_SPAN_MS, LOG_TYPES_MAX } from "./terms";

const whole = (words: string) =>
  z
    .string()
    .regex(/^-?\d{1,6}$/, words)
    .transform(Number);

const moment = z.iso.datetime({ offset: true, message: "Give a time as ISO 8601, such as 2026-03-01T08:00:00Z." });

/**
 * Query of `GET /api/alarm-log`. `to` is at most a day after `from`. The gateway compares with the clocks of the sites:
 * those of the devices in the area, or of all of them; where none is known, clocks `utcOffset` minutes east of UTC, the
 * viewer's. One area at most, without what is below it; `type` several times.
 */
export const AlarmLogQuery = z
  .object({
    from: moment,
    to: moment,
    utcOffset: whole("Give minutes east of UTC.").pipe(z.number().min(-840).max(840)).default(0),
    area: gatewayId.optional(),
    type: z
      .preprocess(
        (value) => (value === undefined ? undefined : [value].flat()),
        z
          .array(z.string().regex(/^\d{1,9}$/, "Give the code of an alarm type."))
          .max(LOG_TYPES_MAX)
          .optional(),
      )
      .optional(),
    page: whole("Give a page from 1.").pipe(z.number().min(1).max(10_000)).default(1),
  })
  .refine(({ from, to }) => Date.parse(to) > Date.parse(from), {
    path: ["to"],
    message: "Give an end after the start.",
  })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= LOG_SPAN_MS, {
    path: ["to"],
    message: "The gateway searches a day at most: give an end within 24 hours of the start.",
  });
export type AlarmLogQuery = z.output<typeof AlarmLogQuery>;

/** What a page asks for. */
export interface AlarmLogSearch {
  from: string;
  to: string;
  utcOffset: number;
  area: string | null;
  types: readonly string[];
}

/** An alarm as the gateway's own log shows it. Times are ISO. */
export interface AlarmLogItem {
  /** The gateway's guid. */
  id: string;
  /** Code of the guide's A.1.4. */
  type: string | null;
  typeName: string;
  source: { type: string | null; id: string | null; name: string | null };
  area: { id: string | null; name: string | null };
  rule: string | null;
  priority: { level: number | null; name: string | null; color: string | null } | null;
  startedAt: string | null;
  endedAt: string | null;
  /** Whether it goes on; null: the gateway does not say. */
  active: boolean | null;
  /** Acknowledged in the vendor's own client. */
  acknowledged: boolean | null;
  /** Whether Gatehouse has this alarm too. */
  known: boolean;
}

/** The log counts nothing; `more` tells whether there is a further page. */
export interface AlarmLogPage {
  items: AlarmLogItem[];
  page: number;
  more: boolean;
  /** Rows that could not be read. */
  skipped: number;
  /** On whose clocks the gateway was asked, from `least` to `most` minutes east of UTC. */
  clocks: { of: "area" | "sites" | "viewer"; least: number; most: number };
  askedAt: string;
}
