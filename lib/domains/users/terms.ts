/** What the browser needs of users without a validation library. */

/** `waiting`: the link with which they choose a password was not used yet. */
export const userStates = ["active", "waiting", "disabled", "erased"] as const;
export type UserState = (typeof userStates)[number];

export const userSorts = ["name", "email", "lastSignIn"] as const;

/** What has to be typed before a person's data are erased. */
export const ERASE_WORD = "erase";
