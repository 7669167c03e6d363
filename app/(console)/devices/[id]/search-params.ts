import { resourceParams, resourceTab } from "@/components/elements/element-params";

export { elementFilters as resourceFilters, firstTab } from "@/components/elements/element-params";

export const addressParams = { ...resourceParams, tab: resourceTab };
