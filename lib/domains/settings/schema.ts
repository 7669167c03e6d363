/** What the settings' values must be; the settings themselves stand in terms.ts. */
import { z } from "zod";
import { settingRules } from "./terms";

type Key = keyof typeof settingRules;
export const SettingKey = z.enum(Object.keys(settingRules) as [Key, ...Key[]]);
export type SettingKey = z.infer<typeof SettingKey>;

/** What a value of this setting must be; the message says its bounds. */
export function settingValue(key: SettingKey): z.ZodType<number> {
  const { min, max, unit } = settingRules[key];
  const message = `Give a whole number from ${min} to ${max} (${unit}).`;
  return z.int(message).min(min, message).max(max, message);
}

/** `null`: back to what holds without a change. */
export const SettingChange = z.strictObject({ value: z.number("Give a number, or null for the default.").nullable() });
export type SettingChange = z.infer<typeof SettingChange>;
