/** What rules can be about, and the words of their parts. Runs anywhere. */
import { alarmTypes, describeAlarmType } from "@/lib/gateway/dictionary/alarm-types";
import { alarmTypeOfCapability } from "@/lib/gateway/dictionary/capabilities";

/** Sources that a rule can be made for here. */
export const ruleSourceTypes = ["camera", "alarmInput", "encodingDevice"] as const;
export type RuleSourceType = (typeof ruleSourceTypes)[number];

export const ruleSourceWords: Readonly<Record<RuleSourceType, string>> = {
  camera: "Camera",
  alarmInput: "Alarm input",
  encodingDevice: "Recorder or network camera",
};

/** working; off in the cloud account; abnormal: the gateway says that it does not work; sourceGone: nothing is left to watch. */
export const ruleStates = ["working", "off", "abnormal", "sourceGone"] as const;
export type RuleState = (typeof ruleStates)[number];

export const ruleStateWords: Readonly<Record<RuleState, string>> = {
  working: "Working",
  off: "Off",
  abnormal: "Does not work",
  sourceGone: "Source is gone",
};

export const ruleLevels = ["1", "2", "3"] as const;

export const alarmRuleSorts = ["name", "priority"] as const;

/** What any camera can be watched for, whatever it detects: its connection and its recording. */
const ofEveryCamera = ["10057", "10056", "50002"] as const;
const ofInputs = ["50000", "20008"] as const;
const ofDevices = ["50101", "50120", "50102", "50103", "50110"] as const;

/** Codes of the alarm types a source can give; of cameras those that its abilities support. */
export function eventTypesOf(type: RuleSourceType, abilities: readonly string[]): string[] {
  if (type === "alarmInput") return [...ofInputs];
  if (type === "encodingDevice") return [...ofDevices];
  const detected = abilities.flatMap((ability) => alarmTypeOfCapability.get(ability) ?? []);
  return [...new Set([...detected.sort(), ...ofEveryCamera])];
}

/** Main category of A.1.1 for a type of A.1.4. */
export function categoryOf(eventType: string): "alarmDetection" | "maintenance" | "video" {
  const category = alarmTypes.get(eventType)?.category;
  if (category === "maintenance" || category === "onBoardMaintenance") return "maintenance";
  return eventType === "50000" || category === "alarmDetection" ? "alarmDetection" : "video";
}

export const eventWords = (eventType: string | null) =>
  eventType === null ? "Unknown event" : describeAlarmType(eventType).label;

/** Rules added by one call. */
export const ADD_RULES_MAX = 20;
export const RULE_NAME_MAX = 255;
export const RULE_DESCRIPTION_MAX = 128;

/** What rules can have done besides telling. */
export const linkageKinds = ["record", "capture", "alarmOutput", "email"] as const;
export type LinkageKind = (typeof linkageKinds)[number];

export const linkageWords: Readonly<Record<LinkageKind, string>> = {
  record: "Record cameras",
  capture: "Capture pictures",
  alarmOutput: "Switch alarm outputs",
  email: "Send e-mail",
};

/** Cameras or outputs of one linkage. */
export const LINKED_MAX = 16;
