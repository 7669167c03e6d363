/** Words of alarms that pages share with the server. */

/** new → acknowledged → in progress or on hold → resolved → closed; a resolved or closed one can be opened again. */
export const alarmStates = ["new", "acknowledged", "inProgress", "onHold", "resolved", "closed"] as const;
export type AlarmState = (typeof alarmStates)[number];

/** What a person can do to an alarm's state. */
export const stateVerbs = ["acknowledged", "inProgress", "onHold", "resolved", "closed", "reopened"] as const;
export type StateVerb = (typeof stateVerbs)[number];

/**
 * Which verbs lead on from each state. One may go straight to the work or its end, which acknowledges too; only what is
 * resolved can be closed. Reopened ones are acknowledged, by whoever opened them: they ring nobody again.
 */
export const nextVerbs: Readonly<Record<AlarmState, readonly StateVerb[]>> = {
  new: ["acknowledged", "inProgress", "onHold", "resolved"],
  acknowledged: ["inProgress", "onHold", "resolved"],
  inProgress: ["acknowledged", "onHold", "resolved"],
  onHold: ["acknowledged", "inProgress", "resolved"],
  resolved: ["closed", "reopened"],
  closed: ["reopened"],
};

export const stateAfter = (verb: StateVerb): AlarmState => (verb === "reopened" ? "acknowledged" : verb);

/** Alarms somebody still has to do something about. */
export const openStates = ["new", "acknowledged", "inProgress", "onHold"] as const satisfies readonly AlarmState[];

export const stateWords: Readonly<Record<AlarmState, string>> = {
  new: "New",
  acknowledged: "Acknowledged",
  inProgress: "In progress",
  onHold: "On hold",
  resolved: "Resolved",
  closed: "Closed",
};

/** 1 is the highest; 4 stands for alarms without a priority. */
export const priorities = [1, 2, 3, 4] as const;
export type AlarmPriority = (typeof priorities)[number];

export const priorityWords: Readonly<Record<AlarmPriority, string>> = {
  1: "High",
  2: "Medium",
  3: "Low",
  4: "Without priority",
};

/** What an alarm turned out to be. */
export const dispositions = ["true", "false", "test", "technical", "duplicate", "other"] as const;
export type Disposition = (typeof dispositions)[number];

export const dispositionWords: Readonly<Record<Disposition, string>> = {
  true: "True alarm",
  false: "False alarm",
  test: "Test",
  technical: "Technical fault",
  duplicate: "Duplicate",
  other: "In other words",
};

/** Alarms that are alike (see write/arrive.ts) join the first one while it is open and the last came no longer ago. */
export const REPEAT_MINUTES = 5;

/** Related cameras of one alarm, whatever their origin. */
export const MOST_CAMERAS = 15;

/** Alarms one bulk action takes. */
export const MOST_AT_ONCE = 200;

/** A line of an alarm's trail. */
export const entryKinds = [
  "started",
  "ended",
  "repeated",
  "gatewayConfirmed",
  "gatewayMarked",
  "recovered",
  "files",
  "snoozed",
  "state",
  "owner",
  "priority",
  "disposition",
  "note",
  "handover",
  "step",
  "cameraAdded",
  "cameraRemoved",
  "door",
  "escalated",
] as const;
export type EntryKind = (typeof entryKinds)[number];
