import { alarmStates } from "@/lib/domains/alarms/terms";

export interface AlarmsBehind {
  source?: string;
  type?: string;
  priority?: number;
  /** ISO times of receipt: from, up to and without until. */
  since?: string;
  until?: string;
  states?: readonly string[];
}

/** The queue with the alarms that a number counts: in any state, snoozed ones too. */
export function alarmsHref({ states = alarmStates, priority, since, until, ...rest }: AlarmsBehind): string {
  const search = new URLSearchParams({ state: states.join(","), snoozed: "yes" });
  if (priority !== undefined) search.set("priority", String(priority));
  if (since !== undefined || until !== undefined) search.set("when", `${since ?? ""}..${until ?? ""}`);
  for (const [name, value] of Object.entries(rest)) search.set(name, value);
  return `/alarms?${search}`;
}
