"use client";

import dynamic from "next/dynamic";
import { useAreaName } from "@/components/areas/use-area-name";
import type { Filter } from "@/components/data-table/data-table";
import type { ListControls } from "@/components/data-table/use-list-state";
import { useShell } from "@/components/shell/shell-context";
import { insist } from "@/components/ui/insist";
import { useDeviceName } from "./use-device-name";

const AreaChooser = dynamic(() =>
  insist(() => import("@/components/areas/area-chooser")).then((module) => module.AreaChooser),
);
const DeviceChooser = dynamic(() => insist(() => import("./device-chooser")).then((module) => module.DeviceChooser));

export const stateFilter: Filter = {
  id: "state",
  label: "State",
  options: [
    { value: "online", label: "Online" },
    { value: "offline", label: "Offline" },
    { value: "unknown", label: "Unknown" },
  ],
};

/** State for all; area and device for those who may read them. */
export function useElementFilters(list: ListControls): Filter[] {
  const { may } = useShell();
  const [areas, devices] = [may("areas:read"), may("devices:read")];
  const areaId = list.filters["areaId"]?.[0] ?? null;
  const deviceId = list.filters["deviceId"]?.[0] ?? null;
  const areaName = useAreaName(areas ? areaId : null);
  const deviceName = useDeviceName(devices ? deviceId : null);
  const filters: Filter[] = [stateFilter];
  if (areas) {
    filters.push({
      id: "areaId",
      label: "Area",
      single: true,
      labelOf: (id) => areaName ?? id,
      choose: ({ onChange, close }) => (
        <AreaChooser
          value={areaId}
          onChoose={(id) => {
            onChange([id]);
            close();
          }}
        />
      ),
    });
  }
  if (devices) {
    filters.push({
      id: "deviceId",
      label: "Device",
      single: true,
      tucked: true,
      labelOf: (id) => deviceName ?? id,
      choose: ({ onChange, close }) => (
        <DeviceChooser
          value={deviceId}
          onChoose={(id) => {
            onChange([id]);
            close();
          }}
        />
      ),
    });
  }
  return filters;
}
