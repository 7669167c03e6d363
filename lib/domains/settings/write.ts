import { record } from "@/lib/audit/record";
import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { MirrorKindName } from "@/lib/bus/events";
import { publish } from "@/lib/bus/publish";
import { transaction, type Queryable } from "@/lib/db/transaction";
import { InvalidInputError } from "@/lib/errors";
import { wake } from "@/lib/jobs/define";
import { dutyOf, pauses } from "@/lib/domains/sync/schema";
import { settingValue } from "./schema";
import { settingRules, type SettingKey } from "./terms";

/** Media must stop later than the warning, or nobody would be warned. */
const stopBelowWarn: readonly (readonly [stop: SettingKey, warn: SettingKey])[] = [
  ["storage.stop-percent", "storage.warn-percent"],
  ["storage.stop-gib", "storage.warn-gib"],
];

/** Kinds whose pause a setting is. */
const pausedBy = (key: SettingKey) => MirrorKindName.options.filter((kind) => pauses[kind] === key);

async function current(tx: Queryable, key: SettingKey): Promise<number> {
  const { rows } = await tx.query<{ value: unknown }>("SELECT value FROM setting WHERE key = $1", [key]);
  const parsed = settingValue(key).safeParse(rows[0]?.value);
  return parsed.success ? parsed.data : settingRules[key].default;
}

const refused = (message: string) => new InvalidInputError(message, { fields: [{ field: "value", message }] });

/** Sets a value, or with null puts the default back. Throws InvalidInputError outside of the setting's bounds. */
export async function changeSetting(actor: Actor, key: SettingKey, value: number | null): Promise<void> {
  permit(actor, "settings:manage");
  permitEverywhere(actor);
  const parsed = settingValue(key).safeParse(value ?? settingRules[key].default);
  if (!parsed.success) throw refused(parsed.error.issues[0]?.message ?? "This value cannot be.");
  const wanted = parsed.data;
  await transaction(async (tx) => {
    // Two changes that each fit what stands now must not together undo the order of stop and warn.
    await tx.query("LOCK TABLE setting IN SHARE ROW EXCLUSIVE MODE");
    const before = await current(tx, key);
    for (const [stop, warn] of stopBelowWarn) {
      if (key !== stop && key !== warn) continue;
      const [least, most] = key === stop ? [wanted, await current(tx, warn)] : [await current(tx, stop), wanted];
      if (least >= most) {
        const { unit } = settingRules[key];
        throw refused(
          key === stop
            ? `Give less than the warning's ${most} ${unit}, or raise that first.`
            : `Give more than the ${least} ${unit} at which pictures stop, or lower that first.`,
        );
      }
    }
    await (value === null
      ? tx.query("DELETE FROM setting WHERE key = $1", [key])
      : tx.query(
          `INSERT INTO setting (key, value, updated_by) VALUES ($1, $2, $3)
           ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, updated_at = now(), updated_by = EXCLUDED.updated_by`,
          [key, JSON.stringify(wanted), actor.userId],
        ));
    // Without being woken they would sit out the old pause first, and pages would call late what is not.
    for (const kind of pausedBy(key)) {
      await wake(dutyOf(kind), tx);
      await publish(tx, { topic: "sync", kind });
    }
    await record(tx, actor, {
      action: "setting.change",
      objects: [{ kind: "setting", id: key, name: settingRules[key].label }],
      details: { before, after: wanted },
    });
  });
}
