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
