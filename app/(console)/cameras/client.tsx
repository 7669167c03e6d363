"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CameraTable } from "@/components/cameras/camera-table";
import { useListState } from "@/components/data-table/use-list-state";
import { useElementFilters } from "@/components/elements/element-filters";
import { cameraQueries } from "@/lib/domains/cameras/queries";
import { ListPage } from "../_components/list-page";
import { cameraFilters, cameraParams } from "./search-params";

export function CamerasPage() {
  const { values, list } = useListState(cameraParams);
  const filter = cameraFilters(values);
  const query = useInfiniteQuery(cameraQueries.list(filter));
  const filters = useElementFilters(list);
  return (
    <ListPage title="Cameras" kind="cameras" query={query}>
      <CameraTable query={query} list={list} filters={filters} filter={filter} />
    </ListPage>
  );
}
