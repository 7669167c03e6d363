import { timeLeft } from "@/lib/domains/escalations/read/time-left";
import type { AlarmItem } from "../schema";

/** The same alarms, each with when somebody is called about it. */
export async function withTimeLeft(items: readonly AlarmItem[]): Promise<AlarmItem[]> {
  const waiting = items.filter(({ state, snoozed }) => state === "new" && !snoozed);
  const left = await timeLeft(waiting.map(({ id }) => id));
  return items.map((item) => ({ ...item, escalates: left.get(item.id) ?? null }));
}
