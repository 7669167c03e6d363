import { gateway } from "@/lib/gateway";
import { listTimeZones } from "@/lib/gateway/endpoints";
import type { MirrorSource } from "@/lib/domains/sync/mirror";

/** Not paged by the gateway: the one answer is the whole list. */
export const timeZoneMirror: MirrorSource = {
  kind: "time-zones",
  table: "time_zone",
  columns: { name: "text", display_name: "text", utc_offset_minutes: "integer", daylight_saving: "boolean" },
  search: ["name", "display_name"],
  area: null,
  read: async (_, signal) => {
    const { timeZones, skipped } = await gateway().call(listTimeZones, {}, { lane: "sweeps", signal });
    const items = timeZones.map((zone) => ({
      id: zone.id,
      name: zone.standardName,
      display_name: zone.displayName,
      utc_offset_minutes: zone.utcOffsetMinutes ?? 0,
      daylight_saving: zone.daylightSaving?.enabled ?? false,
    }));
    return { items, skipped, total: items.length + skipped };
  },
};
