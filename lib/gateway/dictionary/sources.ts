import { describe, family, type Described, type Dictionary, type Meaning } from "./meaning";

const RESOURCES = {
  alarmInput: ["alarmInput", "Alarm input"],
  alarmOutput: ["alarmOutput", "Alarm output"],
  camera: ["camera", "Camera"],
  vehicle: ["vehicle", "Vehicle"],
  door: ["door", "Door"],
} as const;

const DEVICES = {
  alarmDevice: ["alarmDevice", "Alarm panel"],
  encodingDevice: ["encodingDevice", "Recorder or network camera"],
  mobileDevice: ["mobileDevice", "Device of a vehicle"],
  accessControllerDevice: ["accessControllerDevice", "Door controller"],
  videoIntercomDevice: ["videoIntercomDevice", "Intercom"],
} as const;

export type SourceCategory = "resource" | "device" | "other";

/** What can be a resource of an area (A.1.2). */
export const resourceTypes: Dictionary<"resource"> = new Map(family("resource", RESOURCES));

/** Kinds of device: the words of A.1.3, and the numbers events use for them. */
export const deviceCategories: Dictionary<"device"> = new Map([
  ...family("device", DEVICES),
  ...family("device", {
    "2001": DEVICES.encodingDevice,
    "2002": DEVICES.accessControllerDevice,
    "2005": DEVICES.alarmDevice,
    "2008": DEVICES.videoIntercomDevice,
    "2010": ["networkDevice", "Network device"],
    "2020": ["broadcastDevice", "Loudspeaker"],
    "2021": DEVICES.mobileDevice,
    "2031": ["cloudStorageBox", "Cloud storage box"],
  }),
]);

/** What an alarm can come from (A.1.6), the doors of A.1.2, and the numbers door events use (A.3.43). */
export const alarmSources: Dictionary<SourceCategory> = new Map<string, Meaning<SourceCategory>>([
  ...family("resource", {
    alarmInput: RESOURCES.alarmInput,
    camera: RESOURCES.camera,
    vehicle: RESOURCES.vehicle,
    door: RESOURCES.door,
    "1001": RESOURCES.camera,
    "1002": RESOURCES.door,
    "1003": RESOURCES.alarmInput,
  }),
  ...family("device", {
    encodingDevice: DEVICES.encodingDevice,
    alarmDevice: DEVICES.alarmDevice,
    mobileDevice: DEVICES.mobileDevice,
    "2002": DEVICES.accessControllerDevice,
    "2008": DEVICES.videoIntercomDevice,
  }),
  ...family("other", { user: ["user", "User"], subSystem: ["partition", "Partition"] }),
]);

export function describeResourceType(code: string): Described<"resource"> {
  return describe(resourceTypes, code, "Resource type");
}

export function describeDeviceCategory(code: string): Described<"device"> {
  return describe(deviceCategories, code, "Device category");
}

export function describeAlarmSource(code: string): Described<SourceCategory> {
  return describe(alarmSources, code, "Source type");
}
