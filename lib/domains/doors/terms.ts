/** Words of doors that pages share with the server. */

/** unlock: once; lock: back to normal; remain unlocked and remain locked: until told otherwise. Guide 5.7.1. */
export const doorActions = ["unlock", "lock", "remain unlocked", "remain locked"] as const;
export type DoorAction = (typeof doorActions)[number];

/** What lasts until somebody ends it, so that others ask why. */
export const lastingActions = ["remain unlocked", "remain locked"] as const satisfies readonly DoorAction[];

export const isLasting = (action: DoorAction): boolean => (lastingActions as readonly DoorAction[]).includes(action);
