import { oneText } from "@/components/data-table/list-params";
import { resourceParams, resourceTab } from "@/components/elements/element-params";

export { elementFilters as resourceFilters } from "@/components/elements/element-params";

/** The chosen area's id; nothing chosen is all areas. */
export const chosenArea = oneText;

export const addressParams = { ...resourceParams, tab: resourceTab, area: chosenArea };
