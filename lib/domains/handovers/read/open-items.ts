import type { Actor } from "@/lib/auth/actor";
import type { Queryable } from "@/lib/db/transaction";
import { typeName } from "@/lib/domains/alarms/read/rows";
import { peopleOnDuty } from "@/lib/domains/on-duty/read";
import { MOST_ALARMS, type ItemKind } from "../terms";

export interface OpenItemRow {
  kind: ItemKind;
  targetId: string | null;
  name: string;
  areaId: string | null;
  firstAt: Date | null;
  carried: number;
  /** The item of an earlier handover that this one carries on. */
  previousId: string | null;
}

interface Previous {
  id: string;
  kind: ItemKind;
  targetId: string | null;
  name: string;
  firstAt: Date;
  carried: number;
}

/**
 * What somebody has to hand over: open alarms they own or that are flagged, running snoozes, and what earlier handovers
 * left open to them, or to people who are no longer on duty. `areas` are theirs.
 */
export async function openItems(
  db: Queryable,
  { userId }: Pick<Actor, "userId">,
  areas: readonly string[] | null,
): Promise<OpenItemRow[]> {
  const others = (await peopleOnDuty(db)).map(({ actor }) => actor.userId).filter((id) => id !== userId);
  const { rows: previous } = await db.query<Previous>(
    `SELECT i.id, i.kind, i.target_id AS "targetId", i.name, i.first_at AS "firstAt", i.carried
       FROM handover_item i JOIN handover h ON h.id = i.handover_id
      WHERE h.state IN ('taken', 'checked') AND i.cleared_at IS NULL AND i.moved_to IS NULL
        AND NOT (h.taken_by = ANY ($1)) ORDER BY i.first_at, i.id`,
    [others],
  );
  const ofAlarms = previous.filter(({ kind }) => kind === "alarm").map(({ targetId }) => targetId);
  const { rows: alarms } = await db.query<{
    id: string;
    type: string | null;
    sourceName: string | null;
    areaId: string;
  }>(
    `SELECT id, type, source_name AS "sourceName", area_id AS "areaId" FROM alarm
      WHERE state NOT IN ('resolved', 'closed') AND (handover OR owner_id = $1 OR id = ANY ($2))
        AND ($3::text[] IS NULL OR area_id = ANY ($3)) ORDER BY priority, received_at, id LIMIT ${MOST_ALARMS}`,
    [userId, ofAlarms, areas],
  );
  const { rows: snoozes } = await db.query<{ id: string; name: string; areaId: string | null }>(
    `SELECT id, name, area_id AS "areaId" FROM snooze
      WHERE lifted_at IS NULL AND until > clock_timestamp()
        AND ($1::text[] IS NULL OR scope = 'type' OR area_id = ANY ($1)) ORDER BY until, id`,
    [areas],
  );
  const before = new Map(previous.map((item) => [`${item.kind} ${item.targetId}`, item]));
  const carriedOn = (kind: ItemKind, targetId: string) => {
    const known = before.get(`${kind} ${targetId}`);
    return {
      firstAt: known?.firstAt ?? null,
      carried: known === undefined ? 0 : known.carried + 1,
      previousId: known?.id ?? null,
    };
  };
  return [
    ...alarms.map(({ id, type, sourceName, areaId }) => ({
      ...{ kind: "alarm" as const, targetId: id, areaId },
      name: [typeName(type), sourceName].filter((part) => part !== null).join(", "),
      ...carriedOn("alarm", id),
    })),
    ...snoozes.map(({ id, name, areaId }) => ({
      kind: "snooze" as const,
      targetId: id,
      name,
      areaId,
      ...carriedOn("snooze", id),
    })),
    ...previous
      .filter(({ kind }) => kind === "point")
      .map(({ id, name, firstAt, carried }) => ({
        ...{
          kind: "point" as const,
          targetId: null,
          name,
          areaId: null,
          firstAt,
          carried: carried + 1,
          previousId: id,
        },
      })),
  ];
}
