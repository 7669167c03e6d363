import type { MirrorKindName } from "@/lib/bus/events";

/** Headings of the kinds that are copied, in the order they are shown in. */
export const mirrorKindWords: Readonly<Record<MirrorKindName, string>> = {
  areas: "Areas",
  devices: "Devices",
  cameras: "Cameras",
  doors: "Doors",
  "alarm-inputs": "Alarm inputs",
  "alarm-outputs": "Alarm outputs",
  "time-zones": "Time zones",
  "alarm-rules": "Alarm rules",
  "alarm-priorities": "Alarm priorities",
  "alarm-schedules": "Alarm schedules",
  "platform-users": "Recipients of alarm rules",
};
