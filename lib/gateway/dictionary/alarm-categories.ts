import { describe, family, type Described, type Dictionary, type Meaning } from "./meaning";

export type AlarmCategoryLevel = "main" | "sub";

/** Main and sub categories of alarms (A.1.1). */
export const alarmCategories: Dictionary<AlarmCategoryLevel> = new Map<string, Meaning<AlarmCategoryLevel>>([
  ...family("main", {
    alarmCategoryAlarmDetection: ["alarmDetection", "Alarm detection"],
    alarmCategoryMaintenance: ["maintenance", "Maintenance"],
    alarmCategoryVideo: ["video", "Video"],
    alarmCategoryDriving: ["onBoard", "Vehicles"],
  }),
  ...family("sub", {
    alarmSubCategoryAlarmDevice: ["alarmDevice", "Alarm panel"],
    alarmSubCategoryVehicle: ["vehicle", "Vehicle"],
    alarmSubCategoryAlarmInput: ["alarmInput", "Alarm input"],
    alarmSubCategoryBoxChannel: ["boxChannel", "Channel behind a Hik-ProConnect box"],
    alarmSubCategoryBoxDevice: ["boxDevice", "Hik-ProConnect box"],
    alarmSubCategoryCamera: ["camera", "Camera"],
    alarmSubCategoryEncodingDevice: ["encodingDevice", "Recorder or network camera"],
    alarmSubCategoryMobileDevice: ["mobileDevice", "Device of a vehicle"],
  }),
]);

/** What a category means: `describeAlarmCategory("alarmCategoryVideo").label` is "Video". */
export function describeAlarmCategory(code: string): Described<AlarmCategoryLevel> {
  return describe(alarmCategories, code, "Alarm category");
}
