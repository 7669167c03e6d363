import { z } from "zod";
import type { AlarmPriority } from "@/lib/domains/alarms/terms";
import { MOST_DAYS } from "./terms";

const moment = z.iso.datetime({ offset: true });

/** Query of `GET /api/alarm-quality`: from, up to and without to; the last seven days unless told. */
export const QualityQuery = z
  .object({ from: moment.optional(), to: moment.optional() })
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
    path: ["to"],
    message: "Choose an end after the beginning.",
  })
  .refine(
    // A time that is none is told by itself.
    ({ from, to }) =>
      from === undefined ||
      !((to === undefined ? Date.now() : Date.parse(to)) - Date.parse(from) > MOST_DAYS * 86_400_000),
    { path: ["from"], message: `Choose at most ${MOST_DAYS} days.` },
  );
export type QualityQuery = z.output<typeof QualityQuery>;

/** Rates are alarms in ten minutes for each operator; shares are from 0 to 1; times are ISO. */
export interface AlarmQuality {
  from: string;
  /** Never later than now. */
  to: string;
  total: number;
  /** People who acted on alarms in the same hour, at least one; on average. */
  operators: number;
  rate: {
    average: number;
    peak: number;
    /** Of the ten minutes: how many had as many as a flood begins with. */
    overloaded: number;
  };
  /** For the chart: as many minutes as `stepMinutes` each. */
  stepMinutes: number;
  series: { at: string; alarms: number; high: number; rate: number }[];
  floods: {
    count: number;
    minutes: number;
    /** The latest first, at most fifty; `to` is null while it goes on. */
    items: { from: string; to: string | null; alarms: number; peak: number }[];
  };
  /** The ten that told most, and what they told of all. */
  sources: { share: number; items: { id: string; name: string | null; alarms: number; share: number }[] };
  /** The worst first, at most twenty. `bursts`: alarms that were the third within a minute. */
  chattering: {
    count: number;
    items: {
      source: { id: string; name: string | null };
      type: string;
      typeName: string;
      alarms: number;
      bursts: number;
    }[];
  };
  /** Of now, whatever the time asked for. */
  stale: { count: number; oldestAt: string | null };
  priorities: { priority: AlarmPriority; alarms: number; share: number }[];
}
