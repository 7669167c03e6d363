import { permit, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import type { InstructionItem, InstructionList } from "./schema";

export interface InstructionFor {
  from: "rule" | "type";
  name: string;
  steps: string[];
}

/** What to do about an alarm: its rule's instruction, else its type's; null when there is neither. */
export async function instructionFor(
  alarm: { ruleId: string | null; type: string | null },
  db: Queryable = pool(),
): Promise<InstructionFor | null> {
  const { rows } = await db.query<InstructionFor>(
    `SELECT scope AS "from", name, steps FROM alarm_instruction
      WHERE (scope = 'rule' AND target_id = $1) OR (scope = 'type' AND target_id = $2)
      ORDER BY scope LIMIT 1`,
    [alarm.ruleId, alarm.type],
  );
  return rows[0] ?? null;
}

const select = `SELECT i.id, i.scope, i.target_id AS "targetId", i.name, i.steps, i.updated_at AS "updatedAt",
       CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('id', u.id, 'name', u.name) END AS "updatedBy"
  FROM alarm_instruction i LEFT JOIN app_user u ON u.id = i.updated_by`;

type InstructionRow = Omit<InstructionItem, "updatedAt"> & { updatedAt: Date };

const toItem = ({ updatedAt, ...row }: InstructionRow): InstructionItem => ({
  ...row,
  updatedAt: updatedAt.toISOString(),
});

/** All instructions, by name. Throws ForbiddenError. */
export async function listInstructions(actor: Actor): Promise<InstructionList> {
  permit(actor, "alarm-rules:read");
  const { rows } = await pool().query<InstructionRow>(`${select} ORDER BY i.name, i.id`);
  return { items: rows.map(toItem) };
}

/** The instruction of one rule or type, if there is one. */
export async function instructionOf(
  db: Queryable,
  { scope, targetId }: Pick<InstructionItem, "scope" | "targetId">,
): Promise<InstructionItem | null> {
  const { rows } = await db.query<InstructionRow>(`${select} WHERE i.scope = $1 AND i.target_id = $2`, [
    scope,
    targetId,
  ]);
  return rows[0] === undefined ? null : toItem(rows[0]);
}
