/** `state` sorts offline, online, unknown, by name within. */
export const elementSorts = ["name", "state"] as const;
