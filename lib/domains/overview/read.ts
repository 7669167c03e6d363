import type { Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { readBudgetUse, readGatewaySummary } from "@/lib/domains/health/read";
import { countKinds } from "@/lib/domains/sync/read";
import { readPermission } from "@/lib/domains/sync/schema";
import type { Overview } from "./schema";

type Kind = Overview["counts"][number]["kind"];

const inAreas = "($1::text[] IS NULL OR t.area_id = ANY ($1))";
const onDevice = (table: string) =>
  `EXISTS (SELECT 1 FROM ${table} x WHERE x.device_id = t.id AND x.gone_at IS NULL AND x.area_id = ANY ($1))`;
const holders = ["camera", "door", "alarm_input", "alarm_output"];

/** Table of each kind, where its area comes from, and what is within the areas $1; constants, never input. */
const sources: Record<Kind, { table: string; areaId: string; within: string }> = {
  cameras: { table: "camera", areaId: "t.area_id", within: inAreas },
  devices: { table: "device", areaId: "NULL", within: `($1::text[] IS NULL OR ${holders.map(onDevice).join(" OR ")})` },
  doors: { table: "door", areaId: "t.area_id", within: inAreas },
};

const offlineLimit = 50;

async function countOf(kind: Kind, areas: string[] | null): Promise<Overview["counts"][number]> {
  const { rows } = await pool().query<{ total: number; offline: number; recent: number }>(
    `SELECT count(*)::int AS total,
            count(*) FILTER (WHERE online = 'offline')::int AS offline,
            count(*) FILTER (WHERE online = 'offline' AND online_since > now() - interval '1 hour')::int AS recent
       FROM ${sources[kind].table} t WHERE gone_at IS NULL AND ${sources[kind].within}`,
    [areas],
  );
  const row = rows[0];
  return { kind, total: row?.total ?? 0, offline: row?.offline ?? 0, offlineLastHour: row?.recent ?? 0 };
}

interface OfflineRow {
  id: string;
  name: string;
  area: string[] | null;
  since: Date | null;
  firstSeen: Date;
}

async function offlineOf(kind: Kind, areas: string[] | null): Promise<Overview["offline"]> {
  const { table, areaId, within } = sources[kind];
  const { rows } = await pool().query<OfflineRow>(
    `SELECT t.id, t.name, a.path_names AS area, t.online_since AS since, t.first_seen_at AS "firstSeen"
       FROM ${table} t LEFT JOIN area a ON a.id = ${areaId}
      WHERE t.gone_at IS NULL AND t.online = 'offline' AND ${within}
      ORDER BY t.online_since DESC NULLS LAST, t.name, t.id LIMIT $2`,
    [areas, offlineLimit],
  );
  return rows.map(({ since, firstSeen, ...row }) => ({
    ...row,
    kind,
    since: (since ?? firstSeen).toISOString(),
    sinceBefore: since === null,
  }));
}

/** Counts, what is offline, gateway and synchronisation; only of kinds the actor may read. */
export async function readOverview(actor: Actor): Promise<Overview> {
  const kinds = (["cameras", "devices", "doors"] as const).filter((kind) => may(actor, readPermission[kind]));
  const areas = await areasOf(actor);
  const [counts, offline, gateway, budget, mirrored] = await Promise.all([
    Promise.all(kinds.map((kind) => countOf(kind, areas))),
    Promise.all(kinds.map((kind) => offlineOf(kind, areas))),
    readGatewaySummary(),
    readBudgetUse(),
    countKinds(),
  ]);
  return {
    counts,
    offline: offline
      .flat()
      .sort((a, b) => Number(a.sinceBefore) - Number(b.sinceBefore) || Date.parse(b.since) - Date.parse(a.since))
      .slice(0, offlineLimit),
    gateway,
    budget,
    kinds: mirrored
      .filter(({ kind }) => may(actor, readPermission[kind]))
      .map(({ kind, count, asOf, error }) => ({
        kind,
        count: areas === null ? count : null,
        asOf,
        failing: error !== null,
      })),
  };
}
