import { permit, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { SettingKey, settingValue } from "./schema";
import { settingRules, type SettingList } from "./terms";

/** What was stored by a version with other bounds counts as never changed. */
function valueOf(key: SettingKey, stored: unknown): number {
  const parsed = settingValue(key).safeParse(stored);
  return parsed.success ? parsed.data : settingRules[key].default;
}

/** What holds now, in the setting's unit. For the console's own use: duties and routes ask on nobody's behalf. */
export async function setting(key: SettingKey): Promise<number> {
  const { rows } = await pool().query<{ value: unknown }>("SELECT value FROM setting WHERE key = $1", [key]);
  return valueOf(key, rows[0]?.value);
}

interface Row {
  key: string;
  value: unknown;
  at: Date;
  by: string | null;
}

/** All settings with their bounds and who changed them last. */
export async function listSettings(actor: Actor): Promise<SettingList> {
  permit(actor, "settings:manage");
  const { rows } = await pool().query<Row>(
    `SELECT s.key, s.value, s.updated_at AS at, u.name AS by
       FROM setting s LEFT JOIN app_user u ON u.id = s.updated_by`,
  );
  const stored = new Map(rows.map((row) => [row.key, row]));
  return {
    items: SettingKey.options.map((key) => {
      const row = stored.get(key);
      const changed = row === undefined ? null : { at: row.at.toISOString(), by: row.by };
      return { ...settingRules[key], key, value: valueOf(key, row?.value), changed };
    }),
  };
}
