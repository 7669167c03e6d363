import { queryOptions } from "@tanstack/react-query";
import type { CommandResult } from "@/lib/domains/commands/schema";
import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import { fetchJson } from "@/lib/http/fetcher";
import type {
  AddDevicesInput,
  DeviceChannels,
  DeviceDetail,
  DeviceFilters,
  DeviceItem,
  EditDeviceInput,
  RefreshedDevice,
} from "./schema";

const address = (id: string) => `/api/devices/${encodeURIComponent(id)}`;

export const deviceQueries = {
  all: ["devices"] as const,
  list: (filters: DeviceFilters = {}) => mirroredList<DeviceItem>("devices", filters),
  detail: (id: string) => mirroredDetail<DeviceDetail>("devices", id),
  /** Asked of the gateway each time; never by itself. */
  channels: (id: string) =>
    queryOptions({
      queryKey: ["device-channels", id] as const,
      queryFn: ({ signal }) => fetchJson<DeviceChannels>(`${address(id)}/channels`, { signal }),
      staleTime: Infinity,
      gcTime: 0,
      retry: false,
    }),
};

export function addDevices(body: AddDevicesInput): Promise<CommandResult> {
  return fetchJson("/api/devices", { method: "POST", body });
}

export function editDevice(id: string, body: EditDeviceInput): Promise<{ id: string; name: string }> {
  return fetchJson(address(id), { method: "PATCH", body });
}

export function refreshDevice(id: string, signal?: AbortSignal): Promise<RefreshedDevice> {
  return fetchJson(`${address(id)}/refresh`, { method: "POST", body: {}, ...(signal === undefined ? {} : { signal }) });
}

export function deleteDevices(ids: readonly string[], reason: string): Promise<CommandResult> {
  return fetchJson("/api/devices/delete", { method: "POST", body: { ids, reason } });
}
