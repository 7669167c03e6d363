import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { matching, openKind } from "@/lib/domains/sync/read";
import { listPage } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import type { PlatformUserItem, PlatformUserQuery } from "./schema";

const sortable = { name: { sql: "name" } } as const;

/** A page of the platform's users. Throws ForbiddenError; BadRequestError for a cursor of another list. */
export async function listPlatformUsers(actor: Actor, query: PlatformUserQuery): Promise<Listing<PlatformUserItem>> {
  const { syncedAt, lateAt } = await openKind(actor, "platform-users");
  return listPage<PlatformUserItem, PlatformUserItem, keyof typeof sortable>({
    db: pool(),
    noun: "platform-users",
    query: { ...query },
    sortable,
    select: "id, name",
    from: "platform_user",
    where: (parameters) => ["gone_at IS NULL", ...matching("search", query.q, parameters)],
    item: ({ id, name }) => ({ id, name }),
    syncedAt,
    lateAt,
  });
}

/** Those of these ids that are known. */
export async function knownPlatformUsers(ids: readonly string[]): Promise<PlatformUserItem[]> {
  const { rows } = await pool().query<PlatformUserItem>(
    "SELECT id, name FROM platform_user WHERE id = ANY ($1) AND gone_at IS NULL ORDER BY name, id",
    [ids],
  );
  return rows;
}
