import { badArgument, GatewayError } from "../errors";
import type { Input, Json, JsonObject } from "../validate";
import { ROOT } from "../world/world";
import type { World } from "../world/world";
import type { Context } from "./handler";

const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** A moment out of ISO 8601 with offset, and that offset in minutes east. Throws OPEN000026. */
export function moment(input: Input, name: string): { at: number; offset: number } {
  const text = input.text(name);
  const zone = ISO.exec(text)?.[8];
  const at = Date.parse(text);
  if (zone === undefined || Number.isNaN(at)) throw new GatewayError("OPEN000026");
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return { at, offset: zone === "Z" ? 0 : zone.startsWith("-") ? -minutes : minutes };
}

/** Two moments in order. Throws OPEN000030. */
export function span(input: Input, from: string, to: string): { from: number; to: number; offset: number } {
  const [begin, end] = [moment(input, from), moment(input, to)];
  if (begin.at > end.at) throw new GatewayError("OPEN000030");
  return { from: begin.at, to: end.at, offset: begin.offset };
}

/** Whether something in an area was asked for; areas below only count when told. Throws OPEN000031. */
export function within(world: World, areaId: string, subAreas: boolean): (areaId: string) => boolean {
  if (areaId === "") throw badArgument("areaId");
  if (areaId === ROOT) return subAreas ? () => true : (other) => other === ROOT;
  if (!world.areas.has(areaId)) throw new GatewayError("OPEN000031");
  const areas = subAreas ? world.below(areaId) : new Set([areaId]);
  return (other) => areas.has(other);
}

/** One page under the names a chapter gives them. */
export function pageAs<T>(
  { settings }: Context,
  input: Input,
  names: { page: string; total: string; list: string },
  list: readonly T[],
  row: (item: T) => Json,
): JsonObject {
  const shown = settings.pageLimitTotal === null ? list : list.slice(0, settings.pageLimitTotal);
  const [page, pageSize] = [input.integer(names.page), input.integer("pageSize")];
  const from = (page - 1) * pageSize;
  const rows = shown.slice(from, from + pageSize).map(row);
  return { [names.page]: page, pageSize, [names.total]: shown.length, [names.list]: rows };
}

/** Whether a text has a part, whatever its case. An empty part is in every text. */
export const has = (text: string, part: string) => text.toLowerCase().includes(part.trim().toLowerCase());
