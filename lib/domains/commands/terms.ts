/** Characters of a reason at most, wherever one is asked for. */
export const REASON_MAX = 500;
