import { z } from "zod";
import { gatewayId, type CommonFilters } from "@/lib/domains/sync/schema";
import { listQuery } from "@/lib/http/list";

export { IdParams as AreaParams } from "@/lib/domains/sync/schema";

/** Query of `GET /api/areas`; `parentId` gives what is directly below an area, "root" the areas at the top. */
export const AreaQuery = listQuery({ parentId: gatewayId.optional() }, ["name", "path"]);
export type AreaQuery = z.output<typeof AreaQuery>;
export type AreaFilters = CommonFilters & { parentId?: string | undefined };

/** Characters a new area's name may have, guide 5.2.2. */
export const AREA_NAME_MAX = 64;

/** Body of `POST /api/areas`; without a parent the area stands at the top. */
export const AddArea = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "Give the area a name.")
    .max(AREA_NAME_MAX, `Give a name of at most ${AREA_NAME_MAX} characters.`)
    .regex(/^\P{Cc}*$/u, "Leave out line breaks and other control characters."),
  parentId: gatewayId.nullable(),
});
export type AddArea = z.infer<typeof AddArea>;

/** Answer of `POST /api/areas`. */
export interface AddedArea {
  id: string;
  name: string;
  parentId: string | null;
}

/** Resources in one request. */
export const RESOURCES_MAX = 100;

/** Body of `POST /api/areas/{id}/resources`: channels of one device, under the names they shall have. Guide 5.2.2. */
export const AddResources = z.strictObject({
  deviceId: gatewayId,
  channels: z
    .array(
      z.strictObject({
        id: gatewayId,
        name: z
          .string()
          .trim()
          .min(1, "Give it a name.")
          .max(64, "Give a name of at most 64 characters.")
          .regex(/^\P{Cc}*$/u, "Leave out line breaks and other control characters."),
      }),
    )
    .min(1, "Choose at least one.")
    .max(RESOURCES_MAX),
});
export type AddResources = z.infer<typeof AddResources>;

/** Kinds of what an area holds. */
export const resourceKinds = ["cameras", "doors", "alarm-inputs", "alarm-outputs"] as const;

/** Body of `POST /api/areas/{id}/resources/remove`: what stands in the area or below it. */
export const RemoveResources = z.strictObject({
  resources: z
    .array(z.strictObject({ kind: z.enum(resourceKinds), id: gatewayId }))
    .min(1, "Choose at least one.")
    .max(RESOURCES_MAX),
});
export type RemoveResources = z.infer<typeof RemoveResources>;

/** How many things there are, and how many of them are offline. */
export interface AreaCounts {
  cameras: number;
  camerasOffline: number;
  doors: number;
  doorsOffline: number;
  alarmInputs: number;
  alarmOutputs: number;
}

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

/** One area of the whole tree. `parentId` is null at the top, also when the parent is not known. */
export interface AreaLeaf {
  id: string;
  name: string;
  parentId: string | null;
  /** What is directly inside. */
  counts: AreaCounts;
}

/** Answer of `GET /api/areas/tree`: every area, siblings by name. */
export interface AreaTree {
  items: AreaLeaf[];
  syncedAt: string | null;
}

export interface AreaNode extends AreaLeaf {
  children: AreaNode[];
  /** Everything inside, with the areas below. */
  within: AreaCounts;
}

const countNames = ["cameras", "camerasOffline", "doors", "doorsOffline", "alarmInputs", "alarmOutputs"] as const;

export function addCounts(a: AreaCounts, b: AreaCounts): AreaCounts {
  return Object.fromEntries(countNames.map((name) => [name, a[name] + b[name]])) as Record<keyof AreaCounts, number>;
}

/** The flat answer as a tree, with the sums of each branch. Areas in a circle of parents stand at the top. */
export function nestAreas(items: readonly AreaLeaf[]): AreaNode[] {
  const nodes = new Map(items.map((item) => [item.id, { ...item, children: [], within: item.counts } as AreaNode]));
  const roots: AreaNode[] = [];
  const placed = new Set<string>();
  for (const node of nodes.values()) {
    const parent = node.parentId === null ? undefined : nodes.get(node.parentId);
    (parent === undefined ? roots : parent.children).push(node);
  }
  const order: AreaNode[] = [];
  const walk = (from: AreaNode) => {
    const waiting = [from];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      placed.add(node.id);
      order.push(node);
      node.children = node.children.filter((child) => !placed.has(child.id));
      waiting.push(...node.children);
    }
  };
  for (const root of roots) walk(root);
  for (const node of nodes.values()) {
    if (placed.has(node.id)) continue;
    roots.push(node);
    walk(node);
  }
  for (const node of order.reverse()) {
    node.within = node.children.reduce((sum, child) => addCounts(sum, child.within), node.counts);
  }
  return roots;
}
