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
