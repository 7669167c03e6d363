"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useListState } from "@/components/data-table/use-list-state";
import { useElementFilters } from "@/components/elements/element-filters";
import { ElementTable } from "@/components/elements/element-table";
import { doorQueries } from "@/lib/domains/doors/queries";
import { ListPage } from "../_components/list-page";
import { doorFilters, doorParams } from "./search-params";

export function DoorsPage() {
  const { values, list } = useListState(doorParams);
  const filter = doorFilters(values);
  const query = useInfiniteQuery(doorQueries.list(filter));
  const filters = useElementFilters(list);
  return (
    <ListPage title="Doors" kind="doors" query={query}>
      <ElementTable kind="doors" query={query} list={list} filters={filters} filter={filter} />
    </ListPage>
  );
}
