/** Every setting that administrators may change: what it means, its bounds, and what holds until somebody does. */
import { z } from "zod";

export type SettingUnit = "days" | "hours" | "percent" | "GiB" | "seconds";

export interface SettingRule {
  /** As a heading over fields: "Retention". */
  group: "Retention" | "Storage" | "Clocks";
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

/** A setting is added here and nowhere else; its key never changes, the database knows it by that. */
export const settingRules = {
  "retention.sessions": kept("Ended sessions", "After that an ended session is no longer listed.", 90),
  "retention.jobs": kept("Finished jobs", "After that a job is no longer listed.", 90),
  "retention.results": kept("Results of jobs", "After that the file of a finished job can no longer be downloaded.", 7),
  "retention.live-events": kept("Live events", "A page that was away for longer reads everything anew.", 24, "hours"),
  "retention.gateway-usage": kept("Use of the gateway", "Calls counted by second, for the health page.", 1, "hours"),
  "retention.gone-thumbnails": kept("Pictures of cameras that are gone", "After that the last picture goes too.", 30),
  "retention.gone": kept("Objects that are gone", "After that nobody finds a removed camera, door or device.", 365),
  "storage.warn-percent": room("Warn below", "Of the whole disk; together with the size below.", "percent", 10),
  "storage.warn-gib": room("Warn below", "Everybody sees a notice when less than both is free.", "GiB", 5),
  "storage.stop-percent": room("Stop pictures below", "Of the whole disk; together with the size below.", "percent", 5),
  "storage.stop-gib": room("Stop pictures below", "No new pictures are kept, so that the database has room.", "GiB", 2),
  "clock.warn-seconds": {
    ...{ group: "Clocks", label: "Warn when clocks differ by", help: "Server, database and gateway.", unit: "seconds" },
    ...{ min: 5, max: 3_600, default: 30 },
  },
} as const satisfies Record<string, SettingRule>;

export type SettingKey = keyof typeof settingRules;

export const SettingKey = z.enum(Object.keys(settingRules) as [SettingKey, ...SettingKey[]]);

/** What a value of this setting must be; the message says its bounds. */
export function settingValue(key: SettingKey): z.ZodType<number> {
  const { min, max, unit } = settingRules[key];
  const message = `Give a whole number from ${min} to ${max} (${unit}).`;
  return z.int(message).min(min, message).max(max, message);
}

/** `null`: back to what holds without a change. */
export const SettingChange = z.strictObject({ value: z.number("Give a number, or null for the default.").nullable() });
export type SettingChange = z.infer<typeof SettingChange>;

export interface SettingItem extends SettingRule {
  key: SettingKey;
  value: number;
  /** ISO time and person of the last change; null: nobody changed it. */
  changed: { at: string; by: string | null } | null;
}

export interface SettingList {
  items: SettingItem[];
}
