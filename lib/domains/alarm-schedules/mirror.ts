import type { MirrorSource } from "@/lib/domains/sync/mirror";
import { gateway } from "@/lib/gateway";
import { listReceivingSchedules } from "@/lib/gateway/endpoints";

export const alarmScheduleMirror: MirrorSource = {
  kind: "alarm-schedules",
  table: "alarm_schedule",
  columns: { name: "text", built_in: "boolean", days: "jsonb" },
  search: ["name"],
  area: null,
  read: async (page, signal) => {
    const { items, ...rest } = await gateway().call(listReceivingSchedules, page, { lane: "sweeps", signal });
    return { ...rest, items: items.map(({ id, name, builtIn, days }) => ({ id, name, built_in: builtIn, days })) };
  },
};
