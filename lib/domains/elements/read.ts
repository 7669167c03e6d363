import type { Actor } from "@/lib/auth/actor";
import { areasOf, withinAreas } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { existing, matching, mirrorTables, openKind } from "@/lib/domains/sync/read";
import type { OnlineState } from "@/lib/domains/sync/schema";
import type { CallOptions } from "@/lib/gateway";
import { describeCode } from "@/lib/gateway/error-catalogue";
import { listPage, type SqlParameters } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import type { ElementDetail, ElementItem, ElementKind, ElementQuery, SignalStates } from "./schema";
import { elementNouns } from "./terms";

/** What a kind has that the others have not: further columns, and what they become. */
export interface Extras<Row, Extra> {
  select: string;
  item: (row: Row) => Extra;
}

interface ElementRow {
  id: string;
  name: string;
  state: OnlineState;
  stateSince: Date | null;
  areaId: string | null;
  areaName: string | null;
  pathNames: string[] | null;
  deviceId: string | null;
  deviceName: string | null;
  deviceSerial: string | null;
  channelNo: number | null;
}

const select = `e.id, e.name, e.online AS state, e.online_since AS "stateSince", e.area_id AS "areaId",
  e.area_name AS "areaName", a.path_names AS "pathNames", e.device_id AS "deviceId", d.name AS "deviceName",
  coalesce(e.device_serial, d.serial) AS "deviceSerial", e.channel_no AS "channelNo"`;

const from = (table: string) =>
  `${table} e LEFT JOIN area a ON a.id = e.area_id LEFT JOIN device d ON d.id = e.device_id`;

const sortable = {
  name: { sql: "e.name" },
  state: { sql: "(e.online || E'\\n' || e.name)" },
} as const;

function areaOf({ areaId, areaName, pathNames }: ElementRow): ElementItem["area"] {
  if (areaId === null) return null;
  const name = pathNames?.at(-1) ?? areaName ?? areaId;
  return { id: areaId, name, path: pathNames ?? [name] };
}

function toItem(row: ElementRow): ElementItem {
  const { id, name, state, stateSince, deviceId, deviceName, deviceSerial, channelNo } = row;
  const device = (deviceId ?? deviceSerial) ? { id: deviceId, name: deviceName, serial: deviceSerial } : null;
  return { id, name, state, stateSince: stateSince?.toISOString() ?? null, area: areaOf(row), device, channelNo };
}

/** The area and every area below it, as far as the actor may see them; null: everywhere. */
export async function areasWithin(actor: Actor, areaId: string | undefined): Promise<string[] | null> {
  if (areaId === undefined) return areasOf(actor);
  const { rows } = await pool().query<{ id: string }>(
    "SELECT id FROM area WHERE path @> ARRAY[$1] AND ($2::text[] IS NULL OR path && $2)",
    [areaId, actor.areaIds],
  );
  return rows.map((row) => row.id);
}

function conditions(query: ElementQuery, areaIds: string[] | null, parameters: SqlParameters): string[] {
  const { q, deviceId, state } = query;
  const where = ["e.gone_at IS NULL", ...matching("e.search", q, parameters)];
  // As values, not as a subquery: only so does the planner know how few rows they leave.
  if (areaIds !== null) where.push(`e.area_id = ANY (${parameters.add(areaIds)})`);
  if (deviceId !== undefined) where.push(`e.device_id = ${parameters.add(deviceId)}`);
  if (state !== undefined) where.push(`e.online = ANY (${parameters.add(state)})`);
  return where;
}

/** A page of elements. Throws ForbiddenError; BadRequestError for a cursor of another list. */
export async function listElements<Row extends object = object, Extra extends object = object>(
  actor: Actor,
  kind: ElementKind,
  query: ElementQuery,
  extras?: Extras<Row, Extra>,
): Promise<Listing<ElementItem & Extra>> {
  const [{ syncedAt, lateAt }, areaIds] = await Promise.all([openKind(actor, kind), areasWithin(actor, query.areaId)]);
  return listPage<ElementRow & Row, ElementItem & Extra, keyof typeof sortable>({
    db: pool(),
    noun: kind,
    query: { ...query },
    sortable,
    select: extras === undefined ? select : `${select}, ${extras.select}`,
    from: from(mirrorTables[kind]),
    id: "e.id",
    where: (parameters) => conditions(query, areaIds, parameters),
    item: (row) => ({ ...toItem(row), ...(extras?.item(row) as Extra) }),
    syncedAt,
    lateAt,
  });
}

interface DetailRow extends ElementRow {
  path: string[] | null;
  deviceState: OnlineState | null;
  deviceCategory: string | null;
  deviceModel: string | null;
  channelId: string | null;
  firstSeenAt: Date;
  changedAt: Date;
  syncedAt: Date;
  goneAt: Date | null;
}

function areaPathOf(row: DetailRow): ElementDetail["areaPath"] {
  const area = areaOf(row);
  if (area === null) return [];
  if (row.path === null) return [{ id: area.id, name: area.name }];
  return row.path.map((id, at) => ({ id, name: area.path[at] ?? id }));
}

/** One element. Throws ForbiddenError, and NotFoundError also for one that has gone. */
export async function readElement<Row extends object = object, Extra extends object = object>(
  actor: Actor,
  kind: ElementKind,
  id: string,
  extras?: Extras<Row, Extra>,
): Promise<ElementDetail & Extra> {
  const [areas, { ageOf }] = await Promise.all([areasOf(actor), openKind(actor, kind)]);
  const noun = elementNouns[kind];
  const { rows } = await pool().query<DetailRow & Row>(
    `SELECT ${select}, a.path, d.online AS "deviceState", d.category AS "deviceCategory", d.model AS "deviceModel",
            e.channel_id AS "channelId", e.first_seen_at AS "firstSeenAt", e.changed_at AS "changedAt",
            e.synced_at AS "syncedAt", e.gone_at AS "goneAt"${extras === undefined ? "" : `, ${extras.select}`}
       FROM ${from(mirrorTables[kind])} WHERE e.id = $1`,
    [id],
  );
  if (rows[0] !== undefined) withinAreas(areas, { noun, id, areaIds: [rows[0].areaId] });
  const row = existing(noun, rows[0]);
  return {
    ...toItem(row),
    areaPath: areaPathOf(row),
    deviceState: row.deviceState,
    deviceCategory: row.deviceCategory,
    deviceModel: row.deviceModel,
    channelId: row.channelId,
    firstSeenAt: row.firstSeenAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    ...ageOf(row.syncedAt),
    ...(extras?.item(row) as Extra),
  };
}

/** Those of these ids that are there and that the actor may see; of the others nothing is told. Throws ForbiddenError. */
export async function visibleElements(
  actor: Actor,
  kind: ElementKind,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const [areas] = await Promise.all([areasOf(actor), openKind(actor, kind)]);
  const { rows } = await pool().query<{ id: string; name: string }>(
    `SELECT id, name FROM ${mirrorTables[kind]}
      WHERE id = ANY ($1) AND gone_at IS NULL AND ($2::text[] IS NULL OR area_id = ANY ($2)) ORDER BY id`,
    [ids, areas],
  );
  return rows;
}

const signalDeadlineMs = 15_000;

interface Signals<State extends string> {
  kind: "alarm-inputs" | "alarm-outputs";
  ids: readonly string[];
  signal: AbortSignal;
  ask: (ids: [string, ...string[]], options: CallOptions) => Promise<readonly SignalTold<State>[]>;
}

interface SignalTold<State extends string> {
  id: string;
  state: State | "unknown";
  code: string | null;
}

/**
 * What inputs or outputs are just now. An exception to "reads never wait": their devices are asked, at once and only while
 * somebody looks. Ids that do not exist or are not the actor's are left out. Throws ForbiddenError, GatewayError. Guide
 * 5.2.2.
 */
export async function readSignals<State extends string>(
  actor: Actor,
  { kind, ids, signal, ask }: Signals<State>,
): Promise<SignalStates<State>> {
  const [first, ...rest] = (await visibleElements(actor, kind, ids)).map(({ id }) => id);
  const at = new Date().toISOString();
  if (first === undefined) return { items: [], at };
  const states = await ask([first, ...rest], { lane: "interactive", signal, deadlineMs: signalDeadlineMs });
  const told = new Map(states.map((each) => [each.id, each]));
  const items = [first, ...rest].map((id) => {
    const { state = "unknown", code = null } = told.get(id) ?? {};
    // A state beside an error is not believed.
    if (code !== null) return { id, state: "unknown" as const, code, meaning: describeCode(code).meaning };
    return { id, state, code, meaning: state === "unknown" ? "Its device does not say." : null };
  });
  return { items, at };
}

/** An element somebody wants to command. Throws NotFoundError, also for one the actor may not see. */
export async function elementForCommand(
  actor: Actor,
  kind: ElementKind,
  id: string,
): Promise<{ id: string; name: string }> {
  const areas = await areasOf(actor);
  const { rows } = await pool().query<{ id: string; name: string; areaId: string | null; goneAt: Date | null }>(
    `SELECT id, name, area_id AS "areaId", gone_at AS "goneAt" FROM ${mirrorTables[kind]} WHERE id = $1`,
    [id],
  );
  const noun = elementNouns[kind];
  if (rows[0] !== undefined) withinAreas(areas, { noun, id, areaIds: [rows[0].areaId] });
  const { name } = existing(noun, rows[0]);
  return { id, name };
}
