/** What doors, devices, intercoms and vehicles tell, that is no alarm. */
export const eventKinds = ["authentication", "intercom", "position", "onBoard", "unknown"] as const;
export type EventKind = (typeof eventKinds)[number];

export const eventKindWords: Readonly<Record<EventKind, string>> = {
  authentication: "Door",
  intercom: "Intercom",
  position: "Position",
  onBoard: "Vehicle",
  unknown: "Other",
};

export const eventResults = ["granted", "denied", "unknown"] as const;
export type EventResult = (typeof eventResults)[number];

export const eventResultWords: Readonly<Record<EventResult, string>> = {
  granted: "Granted",
  denied: "Denied",
  unknown: "Unknown",
};

/** ended: somebody hung up and nothing says whether it was answered. */
export const callStates = ["ringing", "answered", "missed", "ended", "unknown"] as const;
export type CallState = (typeof callStates)[number];

export const callStateWords: Readonly<Record<CallState, string>> = {
  ringing: "Ringing",
  answered: "Answered",
  missed: "Missed",
  ended: "Ended",
  unknown: "Unknown",
};
