import { permit, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { allOrEach, command, judged, rereadEach, resultOf } from "@/lib/domains/commands/mirror";
import { reasonIn, type CommandResult } from "@/lib/domains/commands/schema";
import { elementMirrors, rereadElements } from "@/lib/domains/elements/mirror";
import type { ElementKind } from "@/lib/domains/elements/schema";
import { elementNouns } from "@/lib/domains/elements/terms";
import { removeRows } from "@/lib/domains/sync/mirror";
import { InvalidInputError } from "@/lib/errors";
import { gateway } from "@/lib/gateway";
import { deleteResources } from "@/lib/gateway/endpoints";
import { outcomeOf } from "@/lib/gateway/outcome";
import { areaForChange } from "../read";
import type { RemoveResources } from "../schema";

interface Standing {
  kind: ElementKind;
  id: string;
  name: string;
  /** Of the device it hangs on. */
  serial: string | null;
}

/** What is read again together: a kind, as far as it hangs on one device. */
interface Group {
  kind: ElementKind;
  serial: string;
  ids: string[];
}

function groupsOf(standing: readonly Standing[]): (Group | null)[] {
  const groups = new Map<string, Group>();
  for (const { kind, id, serial } of standing) {
    // It hangs on nothing that could be asked for.
    if (serial === null) return [null];
    const group = groups.get(`${kind} ${serial}`) ?? { kind, serial, ids: [] };
    groups.set(`${kind} ${serial}`, { ...group, ids: [...group.ids, id] });
  }
  return [...groups.values()];
}

/** What of this stands in the area or below it. */
async function standingIn(areaId: string, asked: RemoveResources["resources"]): Promise<Standing[]> {
  const found = await Promise.all(
    (Object.keys(elementNouns) as ElementKind[]).map(async (kind) => {
      const ids = asked.filter((each) => each.kind === kind).map(({ id }) => id);
      if (ids.length === 0) return [];
      const { rows } = await pool().query<Omit<Standing, "kind">>(
        `SELECT e.id, e.name, coalesce(e.device_serial, d.serial) AS serial
           FROM ${elementMirrors[kind].table} e JOIN area a ON a.id = e.area_id LEFT JOIN device d ON d.id = e.device_id
          WHERE e.id = ANY ($1) AND e.gone_at IS NULL AND a.path @> ARRAY[$2]`,
        [ids, areaId],
      );
      return rows.map((row) => ({ kind, ...row }));
    }),
  );
  return found.flat();
}

/**
 * Takes cameras, doors, inputs and outputs out of an area or the areas below it; each has its own result. Their devices
 * keep them, so they can be added again. Throws NotFoundError for the area, ForbiddenError, and InvalidInputError naming
 * what does not stand there: then nothing is removed. Guide 5.2.2.
 */
export async function removeResources(
  actor: Actor,
  { areaId, resources, reason }: RemoveResources & { areaId: string },
  signal: AbortSignal,
): Promise<CommandResult> {
  permit(actor, "areas:write");
  const area = await areaForChange(actor, areaId);
  const standing = await standingIn(areaId, resources);
  const known = new Set(standing.map(({ kind, id }) => `${kind} ${id}`));
  const message = "This is not in the area, or no longer: choose again.";
  const fields = resources.flatMap(({ kind, id }, index) =>
    known.has(`${kind} ${id}`) ? [] : [{ field: `resources.${index}.id`, message }],
  );
  if (fields.length > 0) throw new InvalidInputError(message, { fields });

  const objects = [
    { kind: "area", ...area },
    ...standing.map(({ kind, id, name }) => ({ kind: elementNouns[kind], id, name })),
  ];
  const kinds = [...new Set(standing.map(({ kind }) => kind))];
  const ids = [...new Set(standing.map(({ id }) => id))];
  const why = reasonIn(reason);
  const entry = { action: "area.resources.remove", objects, ...(why && { details: why }) } as const;
  const items = await command(actor, entry, kinds, {
    send: () =>
      allOrEach(ids, (resourceIds) =>
        gateway().call(deleteResources, { resourceIds }, { lane: "interactive", signal }),
      ),
    judge: (outcomes) => judged(outcomeOf(outcomes), reason),
    store: async (tx, outcomes) => {
      const gone = new Set(outcomes.filter(({ result }) => result === "done").map(({ id }) => id));
      for (const kind of kinds) {
        const rows = standing.filter((each) => each.kind === kind && gone.has(each.id)).map(({ id }) => id);
        await removeRows(tx, elementMirrors[kind], rows);
      }
    },
    reread: (again) =>
      rereadEach(groupsOf(standing), kinds, ({ kind, ...group }) => rereadElements(kind, group, again)),
  });
  return resultOf(items, new Map(standing.map(({ id, name }) => [id, name])));
}
