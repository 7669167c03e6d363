import { describe, family, type Described, type Dictionary } from "./meaning";

/** What a camera can detect: codes of its ability set (A.1.8). */
export const capabilities: Dictionary<"detection"> = new Map(
  family("detection", {
    "2000": ["videoLoss", "Video loss"],
    "2001": ["videoTampering", "Tampering"],
    "2002": ["motionDetection", "Motion"],
    "2003": ["passiveInfrared", "Passive infrared"],
    "2004": ["faceCapture", "Face capture"],
    "2005": ["areaCrossing", "Area crossing"],
    "2006": ["simpleRegionEntrance", "Region entrance"],
    "2007": ["simpleRegionExit", "Region exit"],
    "2015": ["sceneChange", "Scene change"],
    "2016": ["focalLength", "Defocus"],
    "2021": ["lineCrossing", "Line crossing"],
    "2022": ["intrusion", "Intrusion"],
    "2023": ["regionEntrance", "Region entrance"],
    "2024": ["regionExit", "Region exit"],
    "2027": ["fastMovement", "Fast movement"],
    "2029": ["baggageLeft", "Baggage left"],
    "2030": ["objectRemoval", "Object removal"],
  }),
);

export function describeCapability(code: string): Described<"detection"> {
  return describe(capabilities, code, "Capability");
}

/**
 * Code of the alarm type (A.1.4) that a capability (A.1.8) leads to. Of passive infrared, area crossing, scene change,
 * defocus, baggage and removed objects A.1.4 knows no type, so no rule can be about them.
 */
export const alarmTypeOfCapability: ReadonlyMap<string, string> = new Map([
  ["2000", "10000"],
  ["2001", "10001"],
  ["2002", "10002"],
  ["2004", "10016"],
  ["2006", "10101"],
  ["2007", "10102"],
  ["2021", "10100"],
  ["2022", "10103"],
  ["2023", "10101"],
  ["2024", "10102"],
  ["2027", "10106"],
]);
