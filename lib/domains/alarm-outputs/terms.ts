/** So many are asked about in one call; the gateway names no limit. */
export const OUTPUTS_ASKED_MAX = 50;
