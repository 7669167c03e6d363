import type { ReactNode } from "react";
import { type ListQueryResult, loaded } from "@/components/data-table/pages";

export interface NamedRow {
  id: string;
  name: string;
}

/** The table's verbs for chosen rows, given their names as well as their ids. */
export function chosenRows<T extends NamedRow>(
  query: ListQueryResult<T>,
  actions: ((chosen: readonly T[], clear: () => void) => ReactNode) | undefined,
): { bulkActions?: (ids: readonly string[], clear: () => void) => ReactNode } {
  if (actions === undefined) return {};
  return {
    bulkActions: (ids, clear) => {
      const chosen = new Set(ids);
      return actions(loaded(query.data)?.items.filter(({ id }) => chosen.has(id)) ?? [], clear);
    },
  };
}
