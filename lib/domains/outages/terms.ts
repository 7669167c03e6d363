/** What the browser needs of outages without a validation library. */

/** Kinds of what can be offline, as they are called in addresses. */
export const outageKinds = ["cameras", "devices", "doors", "alarm-inputs", "alarm-outputs"] as const;
export type OutageKind = (typeof outageKinds)[number];

/** Shortest first is newest first. */
export const outageSorts = ["duration", "name", "kind"] as const;
