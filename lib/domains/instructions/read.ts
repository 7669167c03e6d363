import { pool } from "@/lib/db/client";

export interface InstructionFor {
  from: "rule" | "type";
  name: string;
  steps: string[];
}

/** What to do about an alarm: its rule's instruction, else its type's; null when there is neither. */
export async function instructionFor(alarm: {
  ruleId: string | null;
  type: string | null;
}): Promise<InstructionFor | null> {
  const { rows } = await pool().query<InstructionFor>(
    `SELECT scope AS "from", name, steps FROM alarm_instruction
      WHERE (scope = 'rule' AND target_id = $1) OR (scope = 'type' AND target_id = $2)
      ORDER BY scope LIMIT 1`,
    [alarm.ruleId, alarm.type],
  );
  return rows[0] ?? null;
}
