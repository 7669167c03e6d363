import type { Actor } from "@/lib/auth/actor";
import type { Queryable } from "@/lib/db/transaction";
import { typeName } from "@/lib/domains/alarms/read/rows";
import { peopleOnDuty } from "@/lib/domains/on-duty/read";
import { MOST_ALARMS, type ItemKind } from "../terms";

export interface OpenItemRow {
  kind: ItemKind;
  targetId: string | null;
  /** Of an alarm: its run. */
  groupId: string | null;
  name: string;
  areaId: string | null;
  /** Alarms of the run; 1 for anything else. */
  count: number;
  firstAt: Date | null;
  carried: number;
  /** Items of earlier handovers that this one carries on. */
  previousIds: string[];
}

interface Previous {
  id: string;
  kind: ItemKind;
  /** The run of an alarm, the id of a snooze. */
  key: string | null;
  name: string;
  firstAt: Date;
  carried: number;
}

const isOpen = "state NOT IN ('resolved', 'closed')";

/** SQL: what nobody cleared or carried on, of handovers that were not taken by these people ($1) and are not over. */
const previousItems = `
  SELECT i.id, i.kind, CASE WHEN i.kind = 'alarm' THEN a.group_id ELSE i.target_id END AS key, i.name,
         i.first_at AS "firstAt", i.carried
    FROM handover_item i JOIN handover h ON h.id = i.handover_id
    LEFT JOIN alarm a ON i.kind = 'alarm' AND a.id = i.target_id
   WHERE i.cleared_at IS NULL AND i.moved_to IS NULL AND h.state IN ('taken', 'checked') AND NOT (h.taken_by = ANY ($1))
     AND CASE i.kind WHEN 'alarm' THEN EXISTS (SELECT 1 FROM alarm m WHERE m.group_id = a.group_id AND m.${isOpen})
         WHEN 'snooze' THEN EXISTS (SELECT 1 FROM snooze z WHERE z.id::text = i.target_id AND z.lifted_at IS NULL
                                       AND z.until > clock_timestamp())
         ELSE true END
   ORDER BY i.first_at, i.id`;

/** SQL: of each run with such an alarm the first that is open: of user $1, flagged, or of the runs $2; within areas $3. */
const openRuns = `
  SELECT a.id, a.group_id AS "groupId", a.type, a.source_name AS "sourceName", a.area_id AS "areaId",
         coalesce(f.group_count, 1) AS count
    FROM (SELECT DISTINCT group_id FROM alarm
           WHERE ${isOpen} AND (handover OR owner_id = $1 OR group_id = ANY ($2))
             AND ($3::text[] IS NULL OR area_id = ANY ($3))) AS run
    JOIN LATERAL (SELECT * FROM alarm m
                   WHERE m.group_id = run.group_id AND m.${isOpen} AND ($3::text[] IS NULL OR m.area_id = ANY ($3))
                   ORDER BY m.received_at, m.id LIMIT 1) AS a ON true
    LEFT JOIN alarm f ON f.id = a.group_id
   ORDER BY a.priority, a.received_at, a.id LIMIT ${MOST_ALARMS}`;

interface RunRow {
  id: string;
  groupId: string;
  type: string | null;
  sourceName: string | null;
  areaId: string | null;
  count: number;
}

/**
 * What somebody has to hand over: open alarms they own or that are flagged, one for each run of repeats, running snoozes,
 * and what earlier handovers left open to them, or to people who are no longer on duty. `areas` are theirs.
 */
export async function openItems(
  db: Queryable,
  { userId }: Pick<Actor, "userId">,
  areas: readonly string[] | null,
): Promise<OpenItemRow[]> {
  const others = (await peopleOnDuty(db)).map(({ actor }) => actor.userId).filter((id) => id !== userId);
  const { rows: previous } = await db.query<Previous>(previousItems, [others]);
  const ofAlarms = previous.filter(({ kind }) => kind === "alarm").map(({ key }) => key);
  const { rows: alarms } = await db.query<RunRow>(openRuns, [userId, ofAlarms, areas]);
  const { rows: snoozes } = await db.query<{ id: string; name: string; areaId: string | null }>(
    `SELECT id, name, area_id AS "areaId" FROM snooze
      WHERE lifted_at IS NULL AND until > clock_timestamp()
        AND ($1::text[] IS NULL OR scope = 'type' OR area_id = ANY ($1)) ORDER BY until, id`,
    [areas],
  );
  const before = new Map<string, Previous[]>();
  for (const item of previous) {
    const key = `${item.kind} ${item.key}`;
    before.set(key, [...(before.get(key) ?? []), item]);
  }
  const carriedOn = (kind: ItemKind, key: string) => {
    const known = before.get(`${kind} ${key}`) ?? [];
    return {
      firstAt: known[0]?.firstAt ?? null,
      carried: known.length === 0 ? 0 : Math.max(...known.map(({ carried }) => carried)) + 1,
      previousIds: known.map(({ id }) => id),
    };
  };
  return [
    ...alarms.map(({ id, groupId, type, sourceName, areaId, count }) => ({
      ...{ kind: "alarm" as const, targetId: id, groupId, areaId, count },
      name: [typeName(type), sourceName].filter((part) => part !== null).join(", "),
      ...carriedOn("alarm", groupId),
    })),
    ...snoozes.map(({ id, name, areaId }) => ({
      ...{ kind: "snooze" as const, targetId: id, groupId: null, name, areaId, count: 1 },
      ...carriedOn("snooze", id),
    })),
    ...previous
      .filter(({ kind }) => kind === "point")
      .map(({ id, name, firstAt, carried }) => ({
        ...{ kind: "point" as const, targetId: null, groupId: null, name, areaId: null, count: 1 },
        ...{ firstAt, carried: carried + 1, previousIds: [id] },
      })),
  ];
}
