import { transaction } from "@/lib/db/transaction";
import { askThoseBackOnline } from "@/lib/domains/cameras/mirror";
import { gateway } from "@/lib/gateway";
import type { Endpoint, Page } from "@/lib/gateway/endpoint";
import { listAlarmInputs, listAlarmOutputs, listCameras, listDoors, type AreaElement } from "@/lib/gateway/endpoints";
import { removeRows, storeRows, type MirrorRow, type MirrorSource } from "@/lib/domains/sync/mirror";
import { mirrorTables } from "@/lib/domains/sync/read";
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

type PagedList = Endpoint<{ page: number; pageSize: number; deviceSerial?: string }, Page<AreaElement>>;

interface ElementSource {
  list: PagedList;
  row: (element: AreaElement) => MirrorRow;
}

const sources: Readonly<Record<ElementKind, ElementSource>> = {
  cameras: { list: listCameras, row: (camera) => ({ ...row(camera), abilities: camera.abilities }) },
  doors: { list: listDoors, row },
  "alarm-inputs": { list: listAlarmInputs, row },
  "alarm-outputs": { list: listAlarmOutputs, row },
};

function mirrorOf(kind: ElementKind, more: Partial<MirrorSource> = {}): MirrorSource {
  const { list, row: toRow } = sources[kind];
  return {
    kind,
    table: mirrorTables[kind],
    columns,
    sticky,
    search: ["name", "device_serial", "area_name"],
    area: "area_id",
    read: async (page, signal) => {
      const { items, ...rest } = await gateway().call(list, page, { lane: "sweeps", signal });
      return { ...rest, items: items.map(toRow) };
    },
    ...more,
  };
}

export const elementMirrors: Readonly<Record<ElementKind, MirrorSource>> = {
  cameras: mirrorOf("cameras", {
    columns: { ...columns, abilities: "text[]" },
    settle: async (tx) => {
      await askThoseBackOnline(tx);
      return [];
    },
  }),
  doors: mirrorOf("doors"),
  "alarm-inputs": mirrorOf("alarm-inputs"),
  "alarm-outputs": mirrorOf("alarm-outputs"),
};

const pageSize = 500;

/**
 * Reads again what of a kind hangs on a device and stands in an area, and stores it; those of `ids` that are not among
 * it go. Throws GatewayError.
 */
export async function rereadElements(
  kind: ElementKind,
  { serial, ids }: { serial: string; ids: readonly string[] },
  signal: AbortSignal,
): Promise<void> {
  const { list, row: toRow } = sources[kind];
  const found = new Map<string, MirrorRow>();
  for (let page = 1, full = true; full; page += 1) {
    const input = { page, pageSize, deviceSerial: serial };
    const { items } = await gateway().call(list, input, { lane: "interactive", signal });
    for (const element of items) found.set(element.id, toRow(element));
    full = items.length === pageSize;
  }
  await transaction(async (tx) => {
    await storeRows(tx, elementMirrors[kind], [...found.values()]);
    await removeRows(
      tx,
      elementMirrors[kind],
      ids.filter((id) => !found.has(id)),
    );
  });
}
