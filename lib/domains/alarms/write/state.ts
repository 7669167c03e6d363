import type { Actor } from "@/lib/auth/actor";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { InvalidInputError } from "@/lib/errors";
import type { AlarmResults, ChangeState } from "../schema";
import { dispositionWords, nextVerbs, stateAfter, stateWords } from "../terms";
import { changeAlarms, type Columns, type HeldAlarm, type LastDeed, type Line, type Plan } from "./change";

/** Throws InvalidInputError unless `duplicateOf` is another alarm that the actor may see, and no duplicate of these. */
async function checkDuplicate(actor: Actor, { duplicateOf, ids, repeats }: ChangeState): Promise<void> {
  if (duplicateOf === undefined) return;
  const fail = (message: string) => new InvalidInputError(message, { fields: [{ field: "duplicateOf", message }] });
  if (ids.includes(duplicateOf)) throw fail("Name another alarm: none is a duplicate of itself.");
  const { rows } = await pool().query<{ sameRun: boolean; turned: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM alarm m WHERE m.id = ANY ($3) AND m.group_id = o.group_id) AS "sameRun",
            coalesce(o.duplicate_of = ANY ($3), false) AS turned
       FROM alarm o WHERE o.id = $1 AND ($2::text[] IS NULL OR o.area_id = ANY ($2))`,
    [duplicateOf, await areasOf(actor), ids],
  );
  const [original] = rows;
  if (original === undefined) throw fail("There is no alarm with this id: copy it from the other alarm's address.");
  if (repeats && original.sameRun) throw fail("Name an alarm outside of the run: its repeats are resolved with it.");
  if (original.turned) throw fail("That alarm is a duplicate of this one already: name a third, or none.");
}

function refusal({ to }: ChangeState, { state }: HeldAlarm): Plan {
  const word = to === "reopened" ? "opened again" : stateWords[to].toLowerCase();
  return state === stateAfter(to)
    ? { refused: `This alarm is ${word} already.` }
    : { refused: `This alarm cannot become ${word} from where it is.` };
}

function planFor(actor: Actor, input: ChangeState, alarm: HeldAlarm, last: LastDeed | undefined): Plan {
  const { to, note, disposition, dispositionNote, duplicateOf } = input;
  const { state, ownerId } = alarm;
  if (!nextVerbs[state].includes(to)) {
    // Doing the same again changes nothing, unless it was somebody else who did it first.
    const mine = last === undefined ? ownerId === null || ownerId === actor.userId : last.userId === actor.userId;
    return state === stateAfter(to) && mine ? "unchanged" : refusal(input, alarm);
  }
  const next = stateAfter(to);
  const set: Columns = { state: next, state_at: "now" };
  const lines: Line[] = [{ kind: "state", from: state, to: next, note }];
  if (state === "new" || alarm.acknowledgedAt === null) {
    set.acknowledged_at = "now";
    set.acknowledged_by = actor.userId;
  }
  const owner = to === "reopened" ? actor.userId : (ownerId ?? actor.userId);
  if (owner !== ownerId) {
    set.owner_id = owner;
    lines.push({ kind: "owner", from: ownerId, to: owner });
  }
  if (to === "resolved") {
    Object.assign(set, {
      resolved_at: "now",
      disposition: disposition ?? null,
      disposition_note: dispositionNote ?? null,
      duplicate_of: duplicateOf ?? null,
    } satisfies Columns);
    if (disposition !== undefined) {
      lines.push({ kind: "disposition", to: dispositionWords[disposition], note: dispositionNote });
    }
  }
  if (to === "reopened") {
    Object.assign(set, {
      ...{ resolved_at: null, disposition: null, disposition_note: null, duplicate_of: null },
    } satisfies Columns);
  }
  return { set, lines };
}

/**
 * Moves alarms on, as `nextVerbs` allows. Whoever begins on an alarm that nobody owns owns it from then on. Throws what
 * `changeAlarms` throws, and InvalidInputError for a duplicate of what is not there.
 */
export async function changeState(actor: Actor, input: ChangeState): Promise<AlarmResults> {
  await checkDuplicate(actor, input);
  const { to, note, disposition, dispositionNote, duplicateOf } = input;
  return changeAlarms(actor, input, {
    action: "alarm.state",
    details: { after: to, disposition, dispositionNote, duplicateOf, note },
    plan: (alarm, last) => planFor(actor, input, alarm, last),
  });
}
