import { permit, type Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf, withinAreas } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { areaPathOf } from "@/lib/domains/areas/read";
import { instructionFor, type InstructionFor } from "@/lib/domains/instructions/read";
import { NotFoundError } from "@/lib/errors";
import type { AlarmDetail, AlarmTrailEntry } from "../schema";
import type { AlarmPriority } from "../terms";
import { withTimeLeft } from "./escalations";
import { filesOf, withPictures } from "./files";
import { alarmsAround, camerasAround, doorsAround, duplicatesOf, originalOf, repeatsOf, type Centre } from "./related";
import { alarmColumns, alarmTables, namesOf, personOf, runningSnoozes, toItem, type AlarmRow } from "./rows";
import { trailOf, type Course } from "./trail";

interface DetailRow extends AlarmRow {
  mainCategory: string | null;
  subCategory: string | null;
  areaPath: string[] | null;
  areaPathNames: string[] | null;
  deviceId: string | null;
  deviceName: string | null;
  deviceSerial: string | null;
  deviceCategory: string | null;
  ruleId: string | null;
  ruleName: string | null;
  ruleDescription: string | null;
  gatewayPriority: AlarmPriority;
  priorityOverride: AlarmPriority | null;
  utcOffsetMinutes: number | null;
  pulse: boolean;
  pulses: number;
  gatewayConfirmed: boolean;
  gatewayConfirmedAt: Date | null;
  gatewayMarked: boolean;
  gatewayMarkedAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  stateAt: Date;
  dispositionNote: string | null;
  duplicateOf: string | null;
  linkages: string[];
  linkedCameras: Centre["linkedCameras"];
  vehicle: unknown;
  queue: unknown;
  plate: unknown;
  filesKept: number;
  filesLastAt: Date | null;
  snoozeId: string | null;
  snoozeReason: string;
  snoozeUntil: Date;
  snoozeBy: string;
  snoozeRuns: boolean;
}

const select = `${alarmColumns}, a.main_category AS "mainCategory", a.sub_category AS "subCategory",
  r.path AS "areaPath", r.path_names AS "areaPathNames", a.device_id AS "deviceId", a.device_name AS "deviceName",
  a.device_serial AS "deviceSerial", a.device_category AS "deviceCategory", a.rule_id AS "ruleId",
  a.rule_name AS "ruleName", a.rule_description AS "ruleDescription", a.gateway_priority AS "gatewayPriority",
  a.priority_override AS "priorityOverride", a.utc_offset_minutes AS "utcOffsetMinutes", a.pulse, a.pulses,
  a.gateway_confirmed AS "gatewayConfirmed",
  CASE WHEN a.gateway_confirmed THEN coalesce(a.gateway_confirmed_at, a.received_at) END AS "gatewayConfirmedAt",
  a.gateway_marked AS "gatewayMarked",
  CASE WHEN a.gateway_marked THEN coalesce(a.gateway_marked_at, a.received_at) END AS "gatewayMarkedAt",
  a.acknowledged_at AS "acknowledgedAt", a.acknowledged_by AS "acknowledgedBy", a.state_at AS "stateAt",
  a.disposition_note AS "dispositionNote", a.duplicate_of AS "duplicateOf", a.linkages,
  a.linked_cameras AS "linkedCameras", a.vehicle, a.queue, a.plate, p.kept AS "filesKept", p."lastAt" AS "filesLastAt",
  z.id AS "snoozeId", z.reason AS "snoozeReason", z.until AS "snoozeUntil", z.created_by AS "snoozeBy", z.id IN (${runningSnoozes}) AS "snoozeRuns"`;

const tables = `${alarmTables} LEFT JOIN snooze z ON z.id = a.snooze_id
  LEFT JOIN LATERAL (SELECT count(*)::int AS kept, max(kept_at) AS "lastAt" FROM alarm_file
                      WHERE alarm_id = a.id AND state = 'kept') AS p ON true`;

const iso = (date: Date | null) => date?.toISOString() ?? null;

const courseOf = (row: DetailRow): Course => ({ ...row, files: { count: row.filesKept, lastAt: row.filesLastAt } });

/** Steps with who ticked them last; a step that was worded anew meanwhile is another one. */
function ticked(instruction: InstructionFor | null, trail: readonly AlarmTrailEntry[]): AlarmDetail["instructions"] {
  if (instruction === null) return null;
  const last = new Map(trail.flatMap((entry) => (entry.kind === "step" ? [[entry.note, entry]] : [])));
  return {
    from: instruction.from,
    name: instruction.name,
    steps: instruction.steps.map((text) => {
      const entry = last.get(text);
      return { text, done: entry?.to === "done" ? { at: entry.at, by: entry.by } : null };
    }),
  };
}

/** Who was at the wheel is for those who may read persons. */
const withoutDrivers = (vehicle: unknown): unknown =>
  typeof vehicle === "object" && vehicle !== null && "drivers" in vehicle ? { ...vehicle, drivers: null } : vehicle;

/** Everything about one alarm. Throws ForbiddenError, and NotFoundError also outside of the actor's areas. */
export async function readAlarm(actor: Actor, id: string): Promise<AlarmDetail> {
  permit(actor, "alarms:read");
  const areas = await areasOf(actor);
  const named = may(actor, "persons:read");
  const { rows } = await pool().query<DetailRow>(`SELECT ${select} FROM ${tables} WHERE a.id = $1`, [id]);
  const [row] = rows;
  if (row === undefined) {
    throw new NotFoundError("There is no alarm with this id.", {
      remedy: "Check the address, or search for the name.",
    });
  }
  withinAreas(areas, { noun: "alarm", id, areaIds: [row.areaId] });
  const [[item], files, cameras, related, original, duplicates, repeated, doors, instruction, trail, names] =
    await Promise.all([
      withPictures([toItem(row)]).then(withTimeLeft),
      filesOf(id, named),
      camerasAround(actor, areas, row),
      alarmsAround(areas, row).then(withPictures),
      originalOf(areas, row.duplicateOf),
      duplicatesOf(areas, id),
      repeatsOf(row.groupId),
      doorsAround(actor, areas, row),
      instructionFor(row),
      trailOf(courseOf(row)),
      namesOf([row.acknowledgedBy, row.snoozeId === null ? null : row.snoozeBy]),
    ]);
  const person = (userId: string) => personOf(userId, names.get(userId) ?? null);
  return {
    ...(item ?? toItem(row)),
    categories: { main: row.mainCategory, sub: row.subCategory },
    areaPath: areaPathOf(row),
    device: { id: row.deviceId, name: row.deviceName, serial: row.deviceSerial, category: row.deviceCategory },
    rule:
      row.ruleId === null && row.ruleName === null
        ? null
        : { id: row.ruleId, name: row.ruleName, description: row.ruleDescription },
    gatewayPriority: row.gatewayPriority,
    priorityOverride: row.priorityOverride,
    utcOffsetMinutes: row.utcOffsetMinutes,
    pulse: row.pulse,
    pulses: row.pulses,
    confirmedUpstream: row.gatewayConfirmedAt === null ? null : { at: row.gatewayConfirmedAt.toISOString() },
    markedUpstream: row.gatewayMarkedAt === null ? null : { at: row.gatewayMarkedAt.toISOString() },
    acknowledged:
      row.acknowledgedAt === null
        ? null
        : {
            at: row.acknowledgedAt.toISOString(),
            by: row.acknowledgedBy === null ? null : person(row.acknowledgedBy),
          },
    stateAt: iso(row.stateAt) ?? "",
    dispositionNote: row.dispositionNote,
    ...{ duplicateOf: original?.id ?? null, original, duplicates },
    snooze:
      row.snoozeId === null || !row.snoozeRuns
        ? null
        : {
            ...{ id: row.snoozeId, reason: row.snoozeReason, until: row.snoozeUntil.toISOString() },
            by: person(row.snoozeBy),
          },
    ...{
      linkages: row.linkages,
      vehicle: named ? row.vehicle : withoutDrivers(row.vehicle),
      queue: row.queue,
      plate: row.plate,
    },
    ...{ files, cameras, related, repeated, doors, instructions: ticked(instruction, trail), trail },
  };
}
