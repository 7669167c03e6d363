/** Which gateway account a database belongs to, so that sandbox and live, or two customers, are never mixed. */
import { createHash } from "node:crypto";
import { required, settings, SettingsError, type Settings } from "@/lib/env";
import { derivedKey } from "@/lib/secrets";
import { pool } from "./client";

interface Row {
  mode: string;
  base_url: string;
  app_key_hash: string;
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex");

/**
 * Remembers the account at the first start and compares at every later one. Returns null when all is well, else
 * one line that says what does not fit and how to go on. The sandbox moves between ports, so only its mode counts.
 */
export async function checkInstallation(
  settings: Pick<Settings, "mode" | "acceptInstallation">,
  gateway: { baseUrl: string; appKey: string },
): Promise<string | null> {
  const baseUrl = settings.mode === "sandbox" ? "sandbox" : gateway.baseUrl;
  const appKeyHash = digest(gateway.appKey);
  await pool().query(
    "INSERT INTO installation (id, mode, base_url, app_key_hash) VALUES (1, $1, $2, $3) ON CONFLICT (id) DO NOTHING",
    [settings.mode, baseUrl, appKeyHash],
  );
  const { rows } = await pool().query<Row>("SELECT mode, base_url, app_key_hash FROM installation WHERE id = 1");
  const known = rows[0];
  if (known === undefined) return "The database lost its installation row: restore it from a backup.";
  if (known.mode !== settings.mode) {
    return (
      `This database belongs to a ${known.mode} installation and this start is ${settings.mode}: ` +
      "use another database or data folder. They are never mixed."
    );
  }
  if (known.base_url === baseUrl && known.app_key_hash === appKeyHash) return null;
  const mark = digest(`${baseUrl}\n${appKeyHash}`).slice(0, 8);
  if (settings.acceptInstallation !== mark) {
    const what = known.base_url === baseUrl ? "another access key" : `the gateway ${known.base_url}`;
    return (
      `This database belongs to ${what}. If this is meant, start once with GATEHOUSE_ACCEPT_INSTALLATION=${mark}; ` +
      "else correct HCC_BASE_URL and HCC_APP_KEY, or use another database."
    );
  }
  await pool().query("UPDATE installation SET base_url = $1, app_key_hash = $2 WHERE id = 1", [baseUrl, appKeyHash]);
  await pool().query("DELETE FROM gateway_token");
  return null;
}

/** For processes started on their own, without the start script. Throws SettingsError. */
export async function requireInstallation(): Promise<void> {
  const refused = await checkInstallation(settings(), required("gateway"));
  if (refused !== null) throw new SettingsError([refused]);
}

/**
 * Notices that this installation had another secret before: it was lost, or GATEHOUSE_SECRET is not what it was. Then
 * no cookie and no sealed value of before can be read. Ends the sessions and returns one line that says what to do;
 * null when all is as before.
 */
export async function checkSecret(): Promise<string | null> {
  const mark = derivedKey("mark").toString("hex").slice(0, 16);
  const { rows } = await pool().query<{ before: string | null }>(
    `WITH old AS (SELECT secret_mark AS before FROM installation WHERE id = 1)
     UPDATE installation i
        SET secret_mark = $1,
            secret_replaced_at = CASE WHEN old.before IS NULL THEN i.secret_replaced_at ELSE clock_timestamp() END
       FROM old WHERE i.id = 1 AND old.before IS DISTINCT FROM $1 RETURNING old.before`,
    [mark],
  );
  if ((rows[0]?.before ?? null) === null) return null;
  await pool().query("UPDATE session SET ended_at = clock_timestamp() WHERE ended_at IS NULL");
  return (
    "The secret of this installation is another one than before. Everybody signs in anew, and second factors that " +
    "were set up under the old one must be reset by an administrator. If it was lost by mistake, stop, put the file " +
    "secret (or GATEHOUSE_SECRET) back and start again; on several machines it must be the same."
  );
}
