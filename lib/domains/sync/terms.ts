/** What the browser needs of this domain without a validation library. */
export const onlineStates = ["online", "offline", "unknown"] as const;

export type OnlineState = (typeof onlineStates)[number];
