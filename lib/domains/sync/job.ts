import type { MirrorKindName } from "@/lib/bus/events";
import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { alarmPriorityMirror } from "@/lib/domains/alarm-priorities/mirror";
import { alarmRuleMirror } from "@/lib/domains/alarm-rules/mirror";
import { alarmScheduleMirror } from "@/lib/domains/alarm-schedules/mirror";
import { areaMirror } from "@/lib/domains/areas/mirror";
import { deviceMirror } from "@/lib/domains/devices/mirror";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import { platformUserMirror } from "@/lib/domains/platform-users/mirror";
import { settingRules } from "@/lib/domains/settings/terms";
import { timeZoneMirror } from "@/lib/domains/time-zones/mirror";
import { GatewayError } from "@/lib/gateway/errors";
import { duty, fenced, LeaseLostError, type Duty, type Fence } from "@/lib/jobs/define";
import { sweep, type MirrorSource } from "./mirror";
import { pauseOf } from "./read";
import { dutyOf, pauses } from "./schema";

const minute = 60_000;
const lookedWithinSeconds = 120;
/** While another kind has to come first, or is being read because somebody waits for it. */
const againMs = 300;

interface Plan {
  source: MirrorSource;
  /** The shorter pause while people look at this kind, milliseconds. */
  watched?: number;
  /** Kinds to be read before, the very first time. */
  after: readonly MirrorKindName[];
}

const elements = { after: ["areas", "devices"] } as const;
const afterElements = { after: ["areas", "devices", "cameras", "doors"] } as const;

const plans: readonly Plan[] = [
  { source: areaMirror, after: [] },
  { source: deviceMirror, watched: minute, after: ["areas"] },
  { source: elementMirrors.cameras, ...elements, watched: minute },
  { source: elementMirrors.doors, ...elements, watched: minute },
  { source: elementMirrors["alarm-inputs"], ...elements },
  { source: elementMirrors["alarm-outputs"], ...elements },
  { source: timeZoneMirror, ...afterElements },
  { source: alarmRuleMirror, after: ["areas", "devices", "cameras", "doors", "alarm-inputs"], watched: minute },
  { source: alarmPriorityMirror, ...afterElements },
  { source: alarmScheduleMirror, ...afterElements },
  { source: platformUserMirror, ...afterElements },
];

interface Standing {
  requested: boolean;
  /** A pass that stopped. */
  open: boolean;
  watched: boolean;
  /** Milliseconds since the last complete pass and how long it took; null before the first. */
  ageMs: number | null;
  tookMs: number | null;
  /** Kinds to be read before this one that have neither been read nor failed. */
  awaited: number;
}

interface Pauses {
  every: number;
  watched?: number | undefined;
}

/** Milliseconds until the next pass is due. A pass that took long is followed by a pause at least as long. */
export function dueIn({ every, watched = every }: Pauses, standing: Standing): number {
  if (standing.requested) return 0;
  if (standing.awaited > 0) return againMs;
  if (standing.open || standing.ageMs === null) return 0;
  const pause = standing.watched ? Math.min(watched, every) : every;
  return Math.max(0, Math.max(pause, standing.tookMs ?? 0) - standing.ageMs);
}

async function standing({ source, after }: Plan): Promise<Standing> {
  const { rows } = await pool().query<Standing>(
    `SELECT coalesce(k.requested_at IS NOT NULL, false) AS requested, coalesce(k.started_at IS NOT NULL, false) AS open,
            coalesce(k.looked_at > clock_timestamp() - $3 * interval '1 second', false) AS watched,
            (extract(epoch FROM clock_timestamp() - k.completed_at) * 1000)::float8 AS "ageMs",
            (extract(epoch FROM k.completed_at - k.as_of) * 1000)::float8 AS "tookMs",
            (SELECT count(*)::int FROM unnest($2::text[]) AS needed(kind) LEFT JOIN mirror_kind n USING (kind)
              WHERE n.completed_at IS NULL AND n.error_at IS NULL) AS awaited
       FROM (SELECT 1) AS one LEFT JOIN mirror_kind k ON k.kind = $1`,
    [source.kind, after, lookedWithinSeconds],
  );
  const found = rows[0];
  if (found === undefined) throw new Error(`${source.kind} has no standing.`);
  return found;
}

function words(error: unknown): { message: string; code: string | null } {
  if (!(error instanceof GatewayError)) return { message: "What was read could not be stored.", code: null };
  const status = error.httpStatus === null ? null : `HTTP ${error.httpStatus}`;
  return { message: error.meaning, code: error.code ?? error.reason ?? status };
}

async function noteFailure({ kind }: MirrorSource, error: unknown, fence: Fence): Promise<void> {
  const { message, code } = words(error);
  await transaction(async (tx) => {
    await fenced(tx, fence);
    await tx.query(
      `UPDATE mirror_kind SET error_at = clock_timestamp(), error = $2, error_code = $3,
              requested_at = CASE WHEN requested_at > started_at THEN requested_at END
        WHERE kind = $1`,
      [kind, message, code],
    );
    await publish(tx, { topic: "sync", kind });
  });
}

async function due(plan: Plan): Promise<number> {
  const every = await pauseOf(plan.source.kind);
  return dueIn({ every, watched: plan.watched }, await standing(plan));
}

function mirrorDuty(plan: Plan): Duty {
  const pause = pauses[plan.source.kind];
  return duty({
    name: dutyOf(plan.source.kind),
    every: typeof pause === "number" ? pause : settingRules[pause].default * minute,
    staleAfter: "15m",
    async run(context) {
      const wait = await due(plan);
      if (wait > 0) return wait;
      try {
        const { outcome } = await sweep(plan.source, context);
        if (outcome === "yielded") return againMs;
      } catch (error) {
        if (context.signal.aborted || error instanceof LeaseLostError) throw error;
        await noteFailure(plan.source, error, context.fence);
        throw error;
      }
      return due(plan);
    },
  });
}

/** One duty a kind: `mirror.areas`, `mirror.devices` … */
export const mirrorDuties: readonly Duty[] = plans.map(mirrorDuty);
