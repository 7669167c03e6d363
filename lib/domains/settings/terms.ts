/** Every setting that administrators may change: what it means, its bounds, and what holds until somebody does. */
export type SettingUnit = "days" | "hours" | "minutes" | "percent" | "GiB" | "seconds" | "alarms";

export type SettingGroup = "Retention" | "Storage" | "Clocks" | "Synchronisation";

export interface SettingRule {
  /** As a heading over fields. */
  group: SettingGroup;
  label: string;
  /** One sentence: what happens. */
  help: string;
  unit: SettingUnit;
  /** Whole numbers in `unit`, both ends included. */
  min: number;
  max: number;
  default: number;
}

const kept = (label: string, help: string, standard: number, unit: "days" | "hours" = "days"): SettingRule => ({
  ...{ group: "Retention", label, help, unit, min: 1, max: unit === "days" ? 3_650 : 168, default: standard },
});

const room = (label: string, help: string, unit: "percent" | "GiB", standard: number): SettingRule => ({
  ...{ group: "Storage", label, help, unit, min: 1, max: unit === "percent" ? 50 : 1_000, default: standard },
});

const interval = (label: string, help: string, standard: number): SettingRule => ({
  ...{ group: "Synchronisation", label, help, unit: "minutes", min: 1, max: 1_440, default: standard },
});

/** A setting is added here and nowhere else; its key never changes, the database knows it by that. */
export const settingRules = {
  "retention.sessions": kept("Ended sessions", "After that an ended session is no longer listed.", 90),
  "retention.escalations": kept(
    "Escalations",
    "After that it is no longer listed who was called, and what was sent.",
    365,
  ),
  "retention.jobs": kept("Finished jobs", "After that a job is no longer listed.", 90),
  "retention.results": kept("Results of jobs", "After that the file of a finished job can no longer be downloaded.", 7),
  "retention.live-events": kept("Live events", "A page that was away for longer reads everything anew.", 24, "hours"),
  "retention.gateway-usage": kept("Use of the gateway", "Calls counted by second, for the health page.", 1, "hours"),
  "retention.gone-thumbnails": kept("Pictures of cameras that are gone", "After that the last picture goes too.", 30),
  "retention.gone": kept("Objects that are gone", "After that nobody finds a removed camera, door or device.", 365),
  "retention.alarms": kept(
    "Alarms",
    "After that a handled alarm goes, with its pictures and its trail; what is open or flagged for the next shift stays.",
    365,
  ),
  "retention.alarms-most": {
    ...{ group: "Retention", label: "Alarms at most", unit: "alarms", min: 1_000, max: 10_000_000, default: 1_000_000 },
    help: "Beyond that the oldest handled ones go, whatever their age.",
  },
  "retention.events": kept(
    "Events of doors, devices and vehicles",
    "After that an event goes, with its picture and the name of the person.",
    180,
  ),
  "retention.handovers": kept(
    "Handovers",
    "After that a handover goes, with its items; one that somebody has still to take over, or with something open, stays.",
    400,
  ),
  "retention.duty": kept(
    "Duty periods",
    "After that it is no longer known who was on duty; the alarm quality counts operators by it.",
    400,
  ),
  "retention.snoozes": kept(
    "Snoozes",
    "After that one that is over is no longer listed, unless an alarm’s trail names it.",
    400,
  ),
  "retention.queue-messages": kept(
    "Messages of the gateway's queues",
    "Kept word for word until then, those of open alarms for longer.",
    30,
  ),
  "retention.audit": {
    ...kept("Audit log", "After that an entry goes; the log stays provable without it.", 730),
    min: 30,
  },
  "storage.warn-percent": room("Warn below this share", "Of the whole disk; together with the size.", "percent", 10),
  "storage.warn-gib": room("Warn below this size", "Everybody sees a notice when less than both is free.", "GiB", 5),
  "storage.stop-percent": room(
    "Stop pictures below this share",
    "Of the whole disk; together with the size.",
    "percent",
    5,
  ),
  "storage.stop-gib": room(
    "Stop pictures below this size",
    "No new pictures are kept, so that the database has room.",
    "GiB",
    2,
  ),
  "clock.warn-seconds": {
    ...{ group: "Clocks", label: "Warn when clocks differ by", help: "Server, database and gateway.", unit: "seconds" },
    ...{ min: 5, max: 3_600, default: 30 },
  },
  "sync.areas": interval("Areas", "Pause between two readings of the area tree.", 5),
  "sync.devices": interval("Devices", "While somebody looks at them they are read every minute.", 10),
  "sync.elements": interval(
    "Cameras, doors, inputs and outputs",
    "Cameras and doors that somebody looks at: every minute.",
    10,
  ),
  "sync.alarm-rules": interval("Alarm rules", "While somebody looks at them they are read every minute.", 10),
  "sync.alarm-choices": interval(
    "Priorities, schedules and recipients of alarm rules",
    "They are made in the cloud account and seldom change.",
    60,
  ),
} as const satisfies Record<string, SettingRule>;

export type SettingKey = keyof typeof settingRules;

export interface SettingItem extends SettingRule {
  key: SettingKey;
  value: number;
  /** ISO time and person of the last change; null: nobody changed it. */
  changed: { at: string; by: string | null } | null;
}

export interface SettingList {
  items: SettingItem[];
}
