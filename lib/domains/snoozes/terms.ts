/** What a snooze silences: one source, one type of alarm, or an area with everything below it. */
export const snoozeScopes = ["source", "type", "area"] as const;
export type SnoozeScope = (typeof snoozeScopes)[number];

/** The longest a snooze may run. */
export const MOST_SNOOZE_DAYS = 7;
