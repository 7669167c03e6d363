import type { ElementDetail, ElementItem } from "@/lib/domains/elements/schema";

export { ElementQuery as AlarmInputQuery } from "@/lib/domains/elements/schema";
export { IdParams as AlarmInputParams } from "@/lib/domains/sync/schema";
export type { ElementFilters as AlarmInputFilters } from "@/lib/domains/elements/schema";

export type AlarmInputItem = ElementItem;
export type AlarmInputDetail = ElementDetail;
