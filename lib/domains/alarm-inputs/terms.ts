/** The gateway takes no more ids in one call (guide 5.2.2). */
export const INPUTS_ASKED_MAX = 8;
