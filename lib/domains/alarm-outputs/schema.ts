import type { ElementDetail, ElementItem } from "@/lib/domains/elements/schema";

export { ElementQuery as AlarmOutputQuery } from "@/lib/domains/elements/schema";
export { IdParams as AlarmOutputParams } from "@/lib/domains/sync/schema";
export type { ElementFilters as AlarmOutputFilters } from "@/lib/domains/elements/schema";

export type AlarmOutputItem = ElementItem;
export type AlarmOutputDetail = ElementDetail;
