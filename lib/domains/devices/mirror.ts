import { gateway } from "@/lib/gateway";
import { listDevices } from "@/lib/gateway/endpoints";
import type { MirrorSource } from "@/lib/domains/sync/mirror";

export const deviceMirror: MirrorSource = {
  kind: "devices",
  table: "device",
  columns: {
    name: "text",
    category: "text",
    model: "text",
    serial: "text",
    firmware: "text",
    time_zone_id: "text",
    online: "text",
    added_at: "timestamptz",
  },
  search: ["name", "serial", "model"],
  area: null,
  read: async (page, signal) => {
    const { items, ...rest } = await gateway().call(listDevices, page, { lane: "sweeps", signal });
    return {
      ...rest,
      items: items.map(({ category, timeZoneId, addedAt, ...device }) => ({
        ...device,
        category: category ?? "unknown",
        time_zone_id: timeZoneId,
        added_at: addedAt,
      })),
    };
  },
};
