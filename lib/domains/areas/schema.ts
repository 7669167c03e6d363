import type { z } from "zod";
import { gatewayId, type CommonFilters } from "@/lib/domains/sync/schema";
import { listQuery } from "@/lib/http/list";
import type { AreaCounts, AreaLeaf } from "./terms";

export { IdParams as AreaParams } from "@/lib/domains/sync/schema";

/** Query of `GET /api/areas`; `parentId` gives what is directly below an area, "root" the areas at the top. */
export const AreaQuery = listQuery({ parentId: gatewayId.optional() }, ["name", "path"]);
export type AreaQuery = z.output<typeof AreaQuery>;
export type AreaFilters = CommonFilters & { parentId?: string | undefined };

export interface AreaItem {
  /** The gateway's own. */
  id: string;
  name: string;
  parentId: string | null;
  /** Names from the root down to the area itself. */
  path: string[];
  /** What is directly inside, without the areas below. */
  counts: AreaCounts;
}

export interface AreaDetail extends AreaItem {
  /** From the root down to the area itself. */
  areaPath: { id: string; name: string }[];
  /** Everything in the area and below it. */
  within: AreaCounts & { areas: number };
  firstSeenAt: string;
  changedAt: string;
  /** When the gateway last confirmed it. */
  syncedAt: string;
}

/** Answer of `GET /api/areas/tree`: every area, siblings by name. */
export interface AreaTree {
  items: AreaLeaf[];
  syncedAt: string | null;
}
