/** What the settings' values must be; the settings themselves stand in terms.ts. */
import { z } from "zod";
import { settingRules } from "./terms";

type Key = keyof typeof settingRules;
export const SettingKey = z.enum(Object.keys(settingRules) as [Key, ...Key[]]);
export type SettingKey = z.infer<typeof SettingKey>;

/** What a value of this setting must be; the message says its bounds. */
export function settingValue(key: SettingKey): z.ZodType<number, number> {
  const { min, max, unit } = settingRules[key];
  const message = `Give a whole number from ${min} to ${max} (${unit}).`;
  return z.int(message).min(min, message).max(max, message);
}

/** Values by the two parts of their keys, as a form holds them: `{ sync: { areas: 5 } }`. */
export type SettingValues = Record<string, Record<string, number>>;

/** What a form over these settings must hold. */
export function settingValues(keys: readonly SettingKey[]): z.ZodType<SettingValues, SettingValues> {
  const shape: Record<string, Record<string, z.ZodType<number, number>>> = {};
  for (const key of keys) {
    const [area = "", name = ""] = key.split(".");
    (shape[area] ??= {})[name] = settingValue(key);
  }
  return z.object(Object.fromEntries(Object.entries(shape).map(([area, parts]) => [area, z.object(parts)])));
}

/** `null`: back to what holds without a change. */
export const SettingChange = z.strictObject({ value: z.number("Give a number, or null for the default.").nullable() });
export type SettingChange = z.infer<typeof SettingChange>;
