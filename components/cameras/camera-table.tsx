"use client";

import { Camera } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import { AreaPath } from "@/components/areas/area-path";
import { type Column, DataTable, type Filter } from "@/components/data-table/data-table";
import type { ListQueryResult } from "@/components/data-table/pages";
import type { ListControls } from "@/components/data-table/use-list-state";
import { elementColumns, type ElementColumnsOptions, StateSince } from "@/components/elements/element-columns";
import { FirstPass } from "@/components/mirror/first-pass";
import { Name } from "@/components/ui/name";
import { exportButton } from "@/components/jobs/export-of";
import { Empty } from "@/components/ui/states";
import { REMOVE_MAX } from "@/lib/domains/areas/terms";
import type { CameraItem } from "@/lib/domains/cameras/schema";
import type { ElementFilters } from "@/lib/domains/elements/schema";
import { mirroredItems } from "@/lib/domains/sync/queries";
import { abilitiesInWords } from "./abilities";
import { Thumbnail } from "./thumbnail";

export const cameraHref = (id: string) => `/cameras/${encodeURIComponent(id)}`;

const lead = {
  header: "Picture",
  width: "3.125rem",
  cell: (camera: CameraItem) => (
    <span className="flex h-[calc(var(--row)-0.5rem)] justify-center max-sm:h-9">
      <Thumbnail camera={camera} size="small" />
    </span>
  ),
};

const caption = 46;

const card = {
  minWidth: 232,
  height: (width: number) => (width * 9) / 16 + caption,
  render: (camera: CameraItem) => (
    <span className="flex size-full flex-col">
      <Thumbnail camera={camera} />
      <span className="flex min-w-0 items-baseline gap-2 pt-1.5 text-sm font-medium text-fg">
        <Name cut className="min-w-0 flex-1">
          {camera.name}
        </Name>
        <span className="shrink-0 text-xs font-normal">
          <StateSince state={camera.state} since={camera.stateSince} />
        </span>
      </span>
      <span className="truncate text-xs text-fg-faint">
        {camera.area === null ? "In no area" : <AreaPath cut path={camera.area.path} />}
      </span>
    </span>
  ),
};

const abilities: Column<CameraItem> = {
  id: "abilities",
  header: "Abilities",
  hidden: true,
  narrow: "none",
  cell: (camera) => abilitiesInWords(camera.abilities),
};

export interface CameraTableProps {
  query: ListQueryResult<CameraItem>;
  list: ListControls;
  filters: readonly Filter[];
  /** What the list asks the server for. */
  filter: ElementFilters;
  without?: ElementColumnsOptions<CameraItem>["without"];
  knownPath?: number;
  /** Verbs for the chosen rows; with it rows can be chosen. */
  bulkActions?: ((chosen: readonly CameraItem[], clear: () => void) => ReactNode) | undefined;
}

/** Cameras as a table or as pictures. */
export function CameraTable({ query, list, filters, filter, without, knownPath = 0, bulkActions }: CameraTableProps) {
  const router = useRouter();
  const columns = useMemo(
    () => [
      ...elementColumns<CameraItem>({
        nameHref: ({ id }) => cameraHref(id),
        knownPath,
        ...(without === undefined ? {} : { without }),
      }),
      abilities,
    ],
    [knownPath, without],
  );
  return (
    <DataTable
      views={without === undefined}
      kind={without === undefined ? "cameras" : undefined}
      id={without === undefined ? "cameras" : `cameras-without-${without.join("-")}`}
      label="Cameras"
      noun={{ one: "camera", many: "cameras" }}
      query={query}
      list={list}
      columns={columns}
      nameOf={({ name }) => name}
      lead={lead}
      card={card}
      filters={filters}
      searchLabel="Name, serial or area"
      onOpen={({ id }) => router.push(cameraHref(id))}
      bulkActions={bulkActions}
      selectAll={{ limit: REMOVE_MAX, items: () => mirroredItems<CameraItem>("cameras", filter, REMOVE_MAX) }}
      exportList={exportButton("cameras", filter)}
      empty={
        query.data?.pages[0]?.syncedAt === null ? (
          <FirstPass kind="cameras" many="cameras" />
        ) : (
          <Empty icon={Camera} title="No cameras here">
            Cameras appear by themselves when they are added to an area in the cloud account.
          </Empty>
        )
      }
    />
  );
}
