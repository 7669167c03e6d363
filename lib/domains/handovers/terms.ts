/** Words of handovers that pages share with the server. */

/** prepared by the outgoing guard, taken by the next, checked when every item was seen; or withdrawn before. */
export const handoverStates = ["prepared", "taken", "checked", "withdrawn"] as const;
export type HandoverState = (typeof handoverStates)[number];

export const handoverWords: Readonly<Record<HandoverState, string>> = {
  prepared: "Waiting",
  taken: "Being checked",
  checked: "Checked",
  withdrawn: "Withdrawn",
};

/** An alarm, a running snooze, or a point in the guard's own words. */
export const itemKinds = ["alarm", "snooze", "point"] as const;
export type ItemKind = (typeof itemKinds)[number];

export const MOST_POINTS = 30;
/** Alarms that one handover lists; a guard who leaves more behind has flagged too much to read. */
export const MOST_ALARMS = 200;
