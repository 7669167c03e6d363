/** Guidelines of ISA-18.2 (EEMUA 191) for the people who watch alarms. */

/** Alarms in ten minutes for each operator: what is likely to be good, and the most that can be managed for long. */
export const RATE_GOOD = 1;
export const RATE_MOST = 2;

/** A flood begins with so many in ten minutes for each operator, and ends with fewer than that. */
export const FLOOD_STARTS = 10;
export const FLOOD_ENDS = 5;

/** So many of the same source and type within a minute are chatter. */
export const CHATTER_ALARMS = 3;

/** Open for longer: stale. */
export const STALE_HOURS = 24;

/** Shares of alarms that make the high ones stand out, in percent. */
export const GOOD_MIX = { 1: 5, 2: 15, 3: 80 } as const;

/** Days one report may span. */
export const MOST_DAYS = 92;
