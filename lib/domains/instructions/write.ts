import { randomUUID } from "node:crypto";
import type pg from "pg";
import { record } from "@/lib/audit/record";
import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import { typeName } from "@/lib/domains/alarms/read/rows";
import { NotFoundError } from "@/lib/errors";
import { instructionOf } from "./read";
import type { InstructionItem, SetInstruction } from "./schema";

async function nameOf(tx: pg.PoolClient, { scope, targetId, name }: SetInstruction): Promise<string> {
  if (scope === "type") return typeName(targetId);
  const { rows } = await tx.query<{ name: string }>(
    `SELECT rule_name AS name FROM alarm WHERE rule_id = $1 AND rule_name IS NOT NULL ORDER BY received_at DESC LIMIT 1`,
    [targetId],
  );
  return name ?? rows[0]?.name ?? targetId;
}

/** Open alarms show their steps: all of them are read anew. */
const tell = (tx: pg.PoolClient) => publish(tx, { topic: "alarm", ids: null, areaIds: null });

/** Sets the steps for alarms of a rule or a type. Throws ForbiddenError, also for somebody limited to areas. */
export async function setInstruction(actor: Actor, input: SetInstruction): Promise<InstructionItem> {
  permit(actor, "alarm-rules:write");
  permitEverywhere(actor);
  const { scope, targetId, steps } = input;
  return transaction(async (tx) => {
    const before = await instructionOf(tx, input);
    const name = await nameOf(tx, input);
    await tx.query(
      `INSERT INTO alarm_instruction AS i (id, scope, target_id, name, steps, updated_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (scope, target_id) DO UPDATE
          SET name = EXCLUDED.name, steps = EXCLUDED.steps, updated_by = EXCLUDED.updated_by, updated_at = clock_timestamp()`,
      [randomUUID(), scope, targetId, name, steps, actor.userId],
    );
    const after = await instructionOf(tx, input);
    if (after === null) throw new Error("an instruction that was just set is there");
    await record(tx, actor, {
      action: "instruction.change",
      objects: [{ kind: "instruction", id: after.id, name }],
      details: { scope, targetId, before: before?.steps ?? [], after: steps },
    });
    await tell(tx);
    return after;
  });
}

/** Throws NotFoundError; ForbiddenError, also for somebody limited to areas. */
export async function deleteInstruction(actor: Actor, id: string): Promise<void> {
  permit(actor, "alarm-rules:write");
  permitEverywhere(actor);
  await transaction(async (tx) => {
    const { rows } = await tx.query<{ name: string; scope: string; targetId: string; steps: string[] }>(
      `DELETE FROM alarm_instruction WHERE id::text = $1 RETURNING name, scope, target_id AS "targetId", steps`,
      [id],
    );
    const [gone] = rows;
    if (gone === undefined) {
      throw new NotFoundError("There is no instruction with this id.", { remedy: "Somebody may have deleted it." });
    }
    const { name, scope, targetId, steps } = gone;
    await record(tx, actor, {
      action: "instruction.change",
      objects: [{ kind: "instruction", id, name }],
      details: { scope, targetId, before: steps, after: [] },
    });
    await tell(tx);
  });
}
