/** Categories as the gateway names them (guide A.1.3), and "unknown" where it does not say. */
export const deviceCategories = [
  "encodingDevice",
  "accessControllerDevice",
  "alarmDevice",
  "videoIntercomDevice",
  "mobileDevice",
  "unknown",
] as const;

export const deviceSorts = ["name", "state", "category", "serial"] as const;

/** Devices in one request: each waits for its device, and nobody should wait for long. */
export const ADD_MAX = 10;
/** Devices that can be deleted in one request. */
export const DELETE_MAX = 50;
