import { record } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { managing, permitGiving } from "@/lib/auth/managing";
import { publish } from "@/lib/bus/publish";
import type { UserChange } from "../schema";
import {
  asObjects,
  managedUser,
  permissionsOfRole,
  refusingTakenEmail,
  requireAreas,
  type ManagedUser,
} from "./managed";

type Changeable = Pick<ManagedUser, "name" | "email" | "role" | "areaIds" | "breakGlass">;

/** Field by field what was and what is now, of those that differ. */
function differences(before: Changeable, after: Changeable): Record<string, { before: unknown; after: unknown }> {
  const fields = ["name", "email", "role", "areaIds", "breakGlass"] as const;
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return Object.fromEntries(changed.map((field) => [field, { before: before[field], after: after[field] }]));
}

/**
 * Changes name, e-mail, role, areas or the break-glass flag; open sessions have the new rights at once. Throws NotFoundError, ForbiddenError
 * for rights the actor lacks, ConflictError for an e-mail that is taken, InvalidInputError for a role or area there is not.
 */
export function changeUser(actor: Actor, id: string, change: UserChange): Promise<void> {
  return managing(actor, async (tx, present) => {
    const user = await managedUser(tx, present, id);
    const { name = user.name, email = user.email, role = user.role } = change;
    const { areaIds = user.areaIds, breakGlass = user.breakGlass } = change;
    const changed = differences(user, { name, email, role, areaIds, breakGlass });
    if (Object.keys(changed).length === 0) return;
    if ("role" in changed) permitGiving(present, await permissionsOfRole(tx, role), "role");
    // An area that has gone may stay, but not be given anew.
    if ("areaIds" in changed) await requireAreas(tx, areaIds?.filter((each) => !user.areaIds?.includes(each)) ?? []);
    await refusingTakenEmail(() =>
      tx.query(
        `UPDATE app_user SET name = $2, email = $3, role = $4, scoped = $5, area_ids = $6, break_glass = $7
          WHERE id = $1`,
        [id, name, email, role, areaIds !== null, areaIds ?? [], breakGlass],
      ),
    );
    await record(tx, present, { action: "user.change", objects: asObjects({ id, name }), details: { changed } });
    await publish(tx, { topic: "access", userId: id });
  });
}
