import type { MirrorSource } from "@/lib/domains/sync/mirror";
import { gateway } from "@/lib/gateway";
import { listAlarmPriorities } from "@/lib/gateway/endpoints";

const levelNames: Readonly<Record<number, string>> = { 1: "High", 2: "Medium", 3: "Low" };

/** The address of the sound is left out: it is signed anew for each answer, and would make every pass a change. */
export const alarmPriorityMirror: MirrorSource = {
  kind: "alarm-priorities",
  table: "alarm_priority",
  columns: { name: "text", level: "integer", color: "text", sound_name: "text" },
  search: ["name"],
  area: null,
  read: async (page, signal) => {
    const { items, ...rest } = await gateway().call(listAlarmPriorities, page, { lane: "sweeps", signal });
    return {
      ...rest,
      items: items.map(({ id, name, level, color, soundName }) => ({
        id,
        // Real accounts leave the name of the usual three blank.
        name: name ?? (level === null ? undefined : levelNames[level]) ?? id,
        level,
        color,
        sound_name: soundName,
      })),
    };
  },
};
