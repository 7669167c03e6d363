import type { Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { countAlarms, readArrivals } from "@/lib/domains/alarms/read/counts";
import { servesAreas } from "@/lib/domains/devices/read";
import { readBudgetUse, readGatewaySummary } from "@/lib/domains/health/read";
import { readLicences } from "@/lib/domains/licences/read";
import { standingOf } from "@/lib/domains/licences/schema";
import { listOutages } from "@/lib/domains/outages/read";
import { OutageQuery } from "@/lib/domains/outages/schema";
import { countKinds } from "@/lib/domains/sync/read";
import { readPermission } from "@/lib/domains/sync/schema";
import type { Overview } from "./schema";

type Kind = Overview["counts"][number]["kind"];

const kindsShown: readonly Kind[] = ["cameras", "devices", "doors"];

const inAreas = "($1::text[] IS NULL OR t.area_id = ANY ($1))";
/** Table of each kind, and what is within the areas $1; constants, never input. */
const sources: Record<Kind, { table: string; within: string }> = {
  cameras: { table: "camera", within: inAreas },
  devices: { table: "device", within: `($1::text[] IS NULL OR ${servesAreas("t.id", "$1")})` },
  doors: { table: "door", within: inAreas },
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

async function offlineNow(actor: Actor): Promise<Overview["offline"]> {
  const query = OutageQuery.parse({ kind: [...kindsShown], limit: String(offlineLimit) });
  const { items } = await listOutages(actor, query);
  return items.map(({ objectId, kind, name, area, since, sinceBefore }) => {
    return { id: objectId, kind: kind as Kind, name, area, since, sinceBefore };
  });
}

async function alarmsFor(actor: Actor): Promise<Overview["alarms"]> {
  if (!may(actor, "alarms:read")) return null;
  const [counts, arrivals] = await Promise.all([countAlarms(actor, {}), readArrivals(actor)]);
  return { unhandled: counts.new, open: counts.byPriority, ...arrivals };
}

async function warningsFor(actor: Actor): Promise<Overview["warnings"]> {
  if (!may(actor, "settings:manage")) return null;
  const { overview } = await readLicences(actor);
  const now = Date.now();
  const licences = overview.flatMap((licence) => {
    const standing = standingOf(licence, now);
    return standing === "fine" ? [] : [{ service: licence.service, standing, endsAt: licence.lastExpiresAt }];
  });
  return { licences };
}

/** Counts, what is offline, gateway and synchronisation; only of kinds the actor may read. */
export async function readOverview(actor: Actor): Promise<Overview> {
  const kinds = kindsShown.filter((kind) => may(actor, readPermission[kind]));
  const areas = await areasOf(actor);
  const [counts, offline, alarms, gateway, budget, warnings, mirrored] = await Promise.all([
    Promise.all(kinds.map((kind) => countOf(kind, areas))),
    offlineNow(actor),
    alarmsFor(actor),
    readGatewaySummary(),
    readBudgetUse(),
    warningsFor(actor),
    countKinds(),
  ]);
  return {
    counts,
    offline,
    alarms,
    gateway,
    budget,
    warnings,
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
