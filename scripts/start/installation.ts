import { checkSecret, requireInstallation } from "@/lib/db/installation";
import { settings } from "@/lib/env";
import { log } from "@/lib/log";
import { demoAccounts, ensureAdminFromSettings, ensureDemoAccounts } from "@/lib/domains/users/write";
import { closeDatabase, pool } from "@/lib/db/client";
import { Refusal } from "./checks";

/**
 * Checks that this database belongs to these keys and secret and sees to the first accounts. Returns the demo accounts.
 */
export async function prepareInstallation(
  say: (line: string) => void,
): Promise<readonly { email: string; password: string }[]> {
  try {
    const { rows } = await pool().query<{ grams: string[] }>("SELECT show_trgm('北京') AS grams");
    if (rows[0]?.grams.length === 0) {
      throw new Refusal("The database cannot search Chinese, Cyrillic or Hindi names: create it with a UTF-8 locale.");
    }
    await requireInstallation();
    const replaced = await checkSecret();
    if (replaced !== null) {
      say(replaced);
      log.warn("the secret of this installation is another one than before; all sessions were ended");
    }
    await ensureAdminFromSettings();
    if (settings().mode !== "sandbox") return [];
    await ensureDemoAccounts();
    return demoAccounts;
  } finally {
    await closeDatabase();
  }
}
