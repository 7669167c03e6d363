/** The gateway searches a day at most. */
export const LOG_SPAN_MS = 24 * 3_600_000;

/** Rows of one page. */
export const LOG_PAGE = 100;

/** Types of alarms one search may name. */
export const LOG_TYPES_MAX = 50;
