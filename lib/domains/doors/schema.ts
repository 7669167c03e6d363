import type { ElementDetail, ElementItem } from "@/lib/domains/elements/schema";

export { ElementQuery as DoorQuery } from "@/lib/domains/elements/schema";
export { IdParams as DoorParams } from "@/lib/domains/sync/schema";
export type { ElementFilters as DoorFilters } from "@/lib/domains/elements/schema";

export type DoorItem = ElementItem;
export type DoorDetail = ElementDetail;
