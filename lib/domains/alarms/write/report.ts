import type { Actor } from "@/lib/auth/actor";
import { recordAlone } from "@/lib/audit/record";
import { readAlarm } from "../read/detail";
import type { AlarmDetail } from "../schema";

export interface AlarmReport {
  alarm: AlarmDetail;
  takenAt: string;
  /** The entry of the audit log that says who took it. */
  auditSeq: number;
}

/** Everything about one alarm, to be printed or kept; that it was taken is written down. Throws what `readAlarm` throws. */
export async function takeReport(actor: Actor, id: string): Promise<AlarmReport> {
  const alarm = await readAlarm(actor, id);
  const takenAt = new Date().toISOString();
  const auditSeq = await recordAlone(actor, {
    action: "alarm.report",
    objects: [{ kind: "alarm", id, name: alarm.typeName }],
    details: { pictures: alarm.files.filter(({ state }) => state === "kept").length },
  });
  return { alarm, takenAt, auditSeq };
}
