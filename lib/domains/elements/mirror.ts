import { gateway } from "@/lib/gateway";
import type { Endpoint, Page } from "@/lib/gateway/endpoint";
import { listAlarmInputs, listAlarmOutputs, listCameras, listDoors, type AreaElement } from "@/lib/gateway/endpoints";
import type { MirrorSource } from "@/lib/domains/sync/mirror";
import type { ElementKind } from "./schema";

const columns = {
  name: "text",
  online: "text",
  area_id: "text",
  area_name: "text",
  device_id: "text",
  device_serial: "text",
  channel_id: "text",
  channel_no: "integer",
} as const;

/** Everything in an area hangs on a channel of a device: where the gateway leaves it out, what was known stays true. */
const sticky = ["area_id", "area_name", "device_id", "device_serial", "channel_id", "channel_no"] as const;

const row = (element: AreaElement) => ({
  id: element.id,
  name: element.name,
  online: element.online,
  area_id: element.areaId,
  area_name: element.areaName,
  device_id: element.deviceId,
  device_serial: element.deviceSerial,
  channel_id: element.channelId,
  channel_no: element.channelNo,
});

type PagedList = Endpoint<{ page: number; pageSize: number }, Page<AreaElement>>;

function source(kind: ElementKind, table: string, endpoint: PagedList): MirrorSource {
  return {
    kind,
    table,
    columns,
    sticky,
    search: ["name", "device_serial", "area_name"],
    area: "area_id",
    read: async (page, signal) => {
      const { items, ...rest } = await gateway().call(endpoint, page, { lane: "sweeps", signal });
      return { ...rest, items: items.map(row) };
    },
  };
}

export const elementMirrors: Readonly<Record<ElementKind, MirrorSource>> = {
  cameras: {
    ...source("cameras", "camera", listCameras),
    columns: { ...columns, abilities: "text[]" },
    read: async (page, signal) => {
      const { items, ...rest } = await gateway().call(listCameras, page, { lane: "sweeps", signal });
      return { ...rest, items: items.map((element) => ({ ...row(element), abilities: element.abilities })) };
    },
  },
  doors: source("doors", "door", listDoors),
  "alarm-inputs": source("alarm-inputs", "alarm_input", listAlarmInputs),
  "alarm-outputs": source("alarm-outputs", "alarm_output", listAlarmOutputs),
};
