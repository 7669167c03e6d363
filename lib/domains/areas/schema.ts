import { z } from "zod";
import { reasonField } from "@/lib/domains/commands/schema";
import { gatewayId, type CommonFilters } from "@/lib/domains/sync/schema";
import { listQuery, type Age } from "@/lib/http/list";
import { AREA_NAME_MAX, REMOVE_MAX, RESOURCES_MAX, type AreaCounts, type AreaLeaf } from "./terms";

export { IdParams as AreaParams } from "@/lib/domains/sync/schema";

/** Query of `GET /api/areas`; `parentId` gives what is directly below an area, "root" the areas at the top. */
export const AreaQuery = listQuery({ parentId: gatewayId.optional() }, ["name", "path"]);
export type AreaQuery = z.output<typeof AreaQuery>;
export type AreaFilters = CommonFilters & { parentId?: string | undefined };

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
    .max(REMOVE_MAX),
  reason: reasonField,
});
export type RemoveResources = z.infer<typeof RemoveResources>;

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
  /** When the gateway last confirmed it, and from when on it should have done so again. */
  syncedAt: string;
  lateAt: string;
}

/** Answer of `GET /api/areas/tree`: every area, siblings by name. */
export interface AreaTree extends Age {
  items: AreaLeaf[];
}
