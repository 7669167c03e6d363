"use client";

import { useQuery } from "@tanstack/react-query";
import { areaQueries } from "@/lib/domains/areas/queries";

/** How a set filter reads: the area's name, or its id while that is not known. */
export function useAreaName(id: string | null): string | undefined {
  const { data } = useQuery({ ...areaQueries.tree(), enabled: id !== null });
  return id === null ? undefined : data?.items.find((leaf) => leaf.id === id)?.name;
}
