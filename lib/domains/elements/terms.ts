/** What one of a kind is called, in sentences and in the audit log. */
export const elementNouns = {
  cameras: "camera",
  doors: "door",
  "alarm-inputs": "alarm input",
  "alarm-outputs": "alarm output",
} as const;

/** `state` sorts offline, online, unknown, by name within. */
export const elementSorts = ["name", "state"] as const;
