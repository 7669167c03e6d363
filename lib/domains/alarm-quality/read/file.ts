import { stringify } from "csv-stringify/sync";
import { recordAlone } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { priorityWords } from "@/lib/domains/alarms/terms";
import type { AlarmQuality, QualityQuery } from "../schema";
import { readQuality } from "./report";

type Row = [figure: string, item: string | null, from: string | null, to: string | null, value: number, share?: number];

const round = (value: number) => Math.round(value * 1_000) / 1_000;

function rowsOf(report: AlarmQuality): Row[] {
  const { from, to, rate, floods, sources, chattering, stale, priorities, series } = report;
  const whole = (figure: string, value: number): Row => [figure, null, from, to, round(value)];
  return [
    whole("Alarms", report.total),
    whole("Operators, average", report.operators),
    whole("Alarms per operator and 10 minutes, average", rate.average),
    whole("Alarms per operator and 10 minutes, peak", rate.peak),
    whole("Share of time overloaded", rate.overloaded),
    whole("Floods", floods.count),
    whole("Minutes of flood", floods.minutes),
    ...floods.items.map((flood): Row => ["Flood, alarms", null, flood.from, flood.to, flood.alarms]),
    ...sources.items.map((source): Row => {
      return ["Top source, alarms", source.name ?? source.id, from, to, source.alarms, round(source.share)];
    }),
    ...chattering.items.map((one): Row => {
      return [
        "Chattering, third within a minute",
        `${one.source.name ?? one.source.id}, ${one.typeName}`,
        from,
        to,
        one.bursts,
      ];
    }),
    ["Stale alarms", null, stale.oldestAt, null, stale.count],
    ...priorities.map(({ priority, alarms, share }): Row => {
      return ["Priority, alarms", priorityWords[priority], from, to, alarms, round(share)];
    }),
    ...series.map(({ at, alarms }): Row => [`Alarms in ${report.stepMinutes} minutes`, null, at, null, alarms]),
  ];
}

export interface QualityFile {
  name: string;
  text: string;
}

/** The report as a file for spreadsheets. That somebody takes it away is written down first. Throws ForbiddenError. */
export async function qualityAsFile(actor: Actor, query: QualityQuery): Promise<QualityFile> {
  const report = await readQuality(actor, query);
  const { from, to } = report;
  await recordAlone(actor, {
    action: "list.export",
    objects: [{ kind: "list", id: "alarm-quality", name: "Alarm quality" }],
    details: { from, to },
  });
  const heads = ["Figure", "Item", "From", "To", "Value", "Share"];
  const rows = rowsOf(report).map((row) => [...row.slice(0, 5), row[5] ?? null]);
  const text = stringify([heads, ...rows], { record_delimiter: "\r\n", escape_formulas: true, bom: true });
  return { name: `alarm-quality-${from.slice(0, 10)}-${to.slice(0, 10)}.csv`, text };
}
