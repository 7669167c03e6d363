import { ACTOR_COLUMNS, actorFrom, permit, type Actor, type ActorRow } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { InvalidInputError } from "@/lib/errors";
import type { AddNote, AlarmResults, ChangeOwner, ChangePriority, FlagHandover } from "../schema";
import { openStates } from "../terms";
import { changeAlarms, type HeldAlarm, type Plan } from "./change";

const isOpen = ({ state }: HeldAlarm) => (openStates as readonly string[]).includes(state);
const handled: Plan = { refused: "This alarm is handled already: open it again first." };

/** Name of somebody who can own these alarms. Throws InvalidInputError for anybody else. */
async function ownerNamed(id: string, alarmIds: readonly string[]): Promise<string> {
  const { rows } = await pool().query<ActorRow>(
    `SELECT ${ACTOR_COLUMNS} FROM app_user u LEFT JOIN custom_role r ON r.id::text = u.role
      WHERE u.id = $1 AND u.disabled_at IS NULL`,
    [id],
  );
  const person = rows[0] === undefined ? null : actorFrom(rows[0], "");
  const fail = (message: string) => new InvalidInputError(message, { fields: [{ field: "ownerId", message }] });
  if (person === null || !may(person, "alarms:handle")) throw fail("Choose somebody whose role handles alarms.");
  const areas = await areasOf(person);
  if (areas === null) return person.name;
  const unseen = await pool().query(
    "SELECT 1 FROM alarm WHERE id = ANY ($1) AND (area_id IS NULL OR area_id <> ALL ($2)) LIMIT 1",
    [alarmIds, areas],
  );
  if (unseen.rowCount === 0) return person.name;
  throw fail(
    `${person.name} does not see ${alarmIds.length === 1 ? "this alarm" : "all of these alarms"}: choose somebody who does.`,
  );
}

/** Gives alarms to somebody, or to nobody. Throws what `changeAlarms` throws, and InvalidInputError. */
export async function changeOwner(actor: Actor, input: ChangeOwner): Promise<AlarmResults> {
  permit(actor, "alarms:handle");
  const { note } = input;
  const ownerId = input.ownerId === "me" ? actor.userId : input.ownerId;
  const owner = ownerId === null ? null : await ownerNamed(ownerId, input.ids);
  return changeAlarms(actor, input, {
    action: "alarm.owner",
    details: { after: owner, note },
    plan: (alarm) => {
      if (!isOpen(alarm)) return handled;
      if (alarm.ownerId === ownerId) return "unchanged";
      return { set: { owner_id: ownerId }, lines: [{ kind: "owner", from: alarm.ownerId, to: ownerId, note }] };
    },
  });
}

/** Puts the operator's word before the gateway's, or takes it back. Throws what `changeAlarms` throws. */
export function changePriority(actor: Actor, input: ChangePriority): Promise<AlarmResults> {
  const { priority: wanted, note } = input;
  return changeAlarms(actor, input, {
    action: "alarm.priority",
    details: { after: wanted, note },
    plan: (alarm) => {
      if (!isOpen(alarm)) return handled;
      if (alarm.priorityOverride === wanted) return "unchanged";
      const priority = wanted ?? alarm.gatewayPriority;
      return {
        set: { priority, priority_override: wanted },
        lines: [{ kind: "priority", from: alarm.priority, to: priority, note }],
      };
    },
  });
}

/** Adds a line in somebody's own words, whatever the state. Throws what `changeAlarms` throws. */
export function addNote(actor: Actor, input: AddNote): Promise<AlarmResults> {
  const { note } = input;
  return changeAlarms(actor, input, {
    action: "alarm.note",
    details: { note },
    plan: () => ({ set: {}, lines: [{ kind: "note", note }] }),
  });
}

/** Flags alarms for the next shift, or takes the flag away. Throws what `changeAlarms` throws. */
export function flagHandover(actor: Actor, input: FlagHandover): Promise<AlarmResults> {
  const { handover, note } = input;
  return changeAlarms(actor, input, {
    action: "alarm.handover",
    details: { after: handover, note },
    plan: (alarm) =>
      alarm.handover === handover
        ? "unchanged"
        : { set: { handover }, lines: [{ kind: "handover", to: handover ? "flagged" : "cleared", note }] },
  });
}
