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
