import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { areasOf, OutOfScopeError } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { existing, matching, openKind } from "@/lib/domains/sync/read";
import type { OnlineState } from "@/lib/domains/sync/schema";
import { ConflictError } from "@/lib/errors";
import { gateway } from "@/lib/gateway";
import { getDevice, type DeviceDetail as DeviceAnswer } from "@/lib/gateway/endpoints";
import { listPage } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import type { DeviceChannel, DeviceChannels, DeviceDetail, DeviceItem, DeviceQuery, ResourceType } from "./schema";

interface DeviceRow {
  id: string;
  name: string;
  category: string;
  model: string | null;
  serial: string | null;
  firmware: string | null;
  state: OnlineState;
  stateSince: Date | null;
  addedAt: Date | null;
}

const select = `d.id, d.name, d.category, d.model, d.serial, d.firmware, d.online AS state,
  d.online_since AS "stateSince", d.added_at AS "addedAt"`;

const sortable = {
  name: { sql: "d.name" },
  state: { sql: "(d.online || E'\\n' || d.name)" },
  category: { sql: "(d.category || E'\\n' || d.name)" },
  serial: { sql: "d.serial", nullable: true },
} as const;

function toItem({ id, name, category, model, serial, firmware, state, stateSince, addedAt }: DeviceRow): DeviceItem {
  const [since, added] = [stateSince?.toISOString() ?? null, addedAt?.toISOString() ?? null];
  return { id, name, category, model, serial, firmware, state, stateSince: since, addedAt: added };
}

const holders = ["camera", "door", "alarm_input", "alarm_output"];

/**
 * SQL, true for a device that has something within these areas: whoever may see a camera may see what it hangs on.
 * Both arguments are SQL written in our code: the device's id, and a text array.
 */
export function servesAreas(deviceId: string, areas: string): string {
  const parts = holders.map(
    (table) =>
      `SELECT 1 FROM ${table} x WHERE x.device_id = ${deviceId} AND x.gone_at IS NULL AND x.area_id = ANY (${areas})`,
  );
  return `EXISTS (${parts.join(" UNION ALL ")})`;
}

/** A page of devices; for somebody limited to areas those that serve them. Throws ForbiddenError; BadRequestError for a cursor of another list. */
export async function listDevices(actor: Actor, query: DeviceQuery): Promise<Listing<DeviceItem>> {
  const [{ syncedAt, lateAt }, areas] = await Promise.all([openKind(actor, "devices"), areasOf(actor)]);
  return listPage<DeviceRow, DeviceItem, keyof typeof sortable>({
    db: pool(),
    noun: "devices",
    query: { ...query },
    sortable,
    select,
    from: "device d",
    id: "d.id",
    where: (parameters) => {
      const where = ["d.gone_at IS NULL", ...matching("d.search", query.q, parameters)];
      if (areas !== null) where.push(servesAreas("d.id", parameters.add(areas)));
      if (query.category !== undefined) where.push(`d.category = ANY (${parameters.add(query.category)})`);
      if (query.state !== undefined) where.push(`d.online = ANY (${parameters.add(query.state)})`);
      return where;
    },
    item: toItem,
    syncedAt,
    lateAt,
  });
}

interface DetailRow extends DeviceRow {
  timeZoneId: string | null;
  timeZoneName: string | null;
  utcOffsetMinutes: number | null;
  counts: DeviceDetail["counts"];
  firstSeenAt: Date;
  changedAt: Date;
  syncedAt: Date;
  goneAt: Date | null;
}

const counted = [
  ["cameras", "camera"],
  ["doors", "door"],
  ["alarmInputs", "alarm_input"],
  ["alarmOutputs", "alarm_output"],
].map(
  ([name, table]) =>
    `'${name}', (SELECT count(*) FROM ${table} WHERE device_id = d.id AND gone_at IS NULL
                    AND ($2::text[] IS NULL OR area_id = ANY ($2)))`,
);

/** One device. Throws ForbiddenError, and NotFoundError also for one that has gone. */
export async function readDevice(actor: Actor, id: string): Promise<DeviceDetail> {
  const [areas, { ageOf }] = await Promise.all([areasOf(actor), openKind(actor, "devices")]);
  const { rows } = await pool().query<DetailRow & { serves: boolean }>(
    `SELECT ${select}, d.time_zone_id AS "timeZoneId", z.display_name AS "timeZoneName",
            z.utc_offset_minutes AS "utcOffsetMinutes", jsonb_build_object(${counted.join(", ")}) AS counts,
            d.first_seen_at AS "firstSeenAt", d.changed_at AS "changedAt", d.synced_at AS "syncedAt",
            d.gone_at AS "goneAt", ($2::text[] IS NULL OR ${servesAreas("d.id", "$2")}) AS serves
       FROM device d LEFT JOIN time_zone z ON z.id = d.time_zone_id WHERE d.id = $1`,
    [id, areas],
  );
  if (rows[0]?.serves === false) throw new OutOfScopeError("device", id);
  const row = existing("device", rows[0]);
  const { timeZoneId, timeZoneName, utcOffsetMinutes } = row;
  return {
    ...toItem(row),
    timeZone: timeZoneId === null ? null : { id: timeZoneId, name: timeZoneName, utcOffsetMinutes },
    counts: row.counts,
    firstSeenAt: row.firstSeenAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    ...ageOf(row.syncedAt),
  };
}

export interface KnownDevice {
  id: string;
  name: string;
  category: string;
  serial: string | null;
  timeZoneId: string | null;
}

/**
 * A device somebody wants to change. Throws NotFoundError, also for one the actor may not see, and ForbiddenError for
 * somebody limited to areas: what is done to a device reaches everything on it.
 */
export async function deviceForChange(actor: Actor, id: string): Promise<KnownDevice> {
  const areas = await areasOf(actor);
  const { rows } = await pool().query<KnownDevice & { goneAt: Date | null; serves: boolean }>(
    `SELECT d.id, d.name, d.category, d.serial, d.time_zone_id AS "timeZoneId", d.gone_at AS "goneAt",
            ($2::text[] IS NULL OR ${servesAreas("d.id", "$2")}) AS serves
       FROM device d WHERE d.id = $1`,
    [id, areas],
  );
  if (rows[0]?.serves === false) throw new OutOfScopeError("device", id);
  const { name, category, serial, timeZoneId } = existing("device", rows[0]);
  permitEverywhere(actor);
  return { id, name, category, serial, timeZoneId };
}

/** What hangs on a device and can be put into areas, as the gateway says now. Throws GatewayError; ConflictError without a serial number. */
export async function askForChannels(device: KnownDevice, signal: AbortSignal): Promise<DeviceChannel[]> {
  const { serial } = device;
  if (serial === null) {
    throw new ConflictError("The serial number of this device is not known, so its channels cannot be read.", {
      remedy: "Wait for the next synchronisation of devices, then try again.",
    });
  }
  const answer = await gateway().call(getDevice, { serial }, { lane: "interactive", signal });
  return [
    ...channelsOf("camera", answer.cameras),
    ...channelsOf("door", answer.doors),
    ...channelsOf("alarmInput", answer.alarmInputs),
    ...channelsOf("alarmOutput", answer.alarmOutputs),
  ];
}

function channelsOf(type: ResourceType, rows: DeviceAnswer["cameras"]): DeviceChannel[] {
  return rows.map(({ id, name, channelNo, online, areaId, areaName }) => {
    const area = areaId === null || areaId === "" ? null : { id: areaId, name: areaName ?? areaId };
    return { id, type, name, no: channelNo, state: online, area };
  });
}

/**
 * The channels of a device, for putting them into an area: the mirror knows only those that are in one already, so this
 * asks the gateway. Throws what `deviceForChange` and `askForChannels` throw.
 */
export async function readChannels(actor: Actor, id: string, signal: AbortSignal): Promise<DeviceChannels> {
  permit(actor, "areas:write");
  return { items: await askForChannels(await deviceForChange(actor, id), signal) };
}
