/** Which areas an actor may see: asked where data are read and written, never in the route alone. */
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import { NotFoundError } from "@/lib/errors";
import type { Actor } from "./actor";

/**
 * Ids of the actor's areas and of everything below them, now; areas that are gone count too. Null: everywhere. Inside a
 * transaction `db` is its own connection: one that waits for a second holds up everybody.
 */
export async function areasOf({ areaIds }: Pick<Actor, "areaIds">, db: Queryable = pool()): Promise<string[] | null> {
  if (areaIds === null) return null;
  const { rows } = await db.query<{ id: string }>("SELECT id FROM area WHERE path && $1::text[]", [areaIds]);
  return rows.map(({ id }) => id);
}

/** An object the actor's areas do not hold: told as if it did not exist, and recorded as a refusal. */
export class OutOfScopeError extends NotFoundError {
  constructor(
    readonly noun: string,
    readonly id: string,
  ) {
    super(`There is no ${noun} with this id.`, { remedy: "Check the address, or search for the name." });
  }
}

/** Throws OutOfScopeError unless one of the object's areas is within `areas` (of `areasOf`). */
export function withinAreas(
  areas: readonly string[] | null,
  object: { noun: string; id: string; areaIds: readonly (string | null)[] },
): void {
  if (areas === null) return;
  if (!object.areaIds.some((id) => id !== null && areas.includes(id)))
    throw new OutOfScopeError(object.noun, object.id);
}
