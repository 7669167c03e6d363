import { isEndpoint } from "../endpoint";
import type { AnyEndpoint } from "../endpoint";
import * as accessDoors from "./access-doors";
import * as accessLevels from "./access-levels";
import * as accessRecords from "./access-records";
import * as alarmLinkages from "./alarm-linkages";
import * as alarmLog from "./alarm-log";
import * as alarmRules from "./alarm-rules";
import * as attendance from "./attendance";
import * as drivers from "./drivers";
import * as intercomBuildings from "./intercom-buildings";
import * as intercomCalls from "./intercom-calls";
import * as intercomResidents from "./intercom-residents";
import * as isapi from "./isapi";
import * as maintenance from "./maintenance";
import * as passes from "./passes";
import * as personCredentials from "./person-credentials";
import * as personGroups from "./person-groups";
import * as persons from "./persons";
import * as alarmQueue from "./queues-alarms";
import * as combinedQueue from "./queues-combine";
import * as messageQueue from "./queues-messages";
import * as areas from "./resource-areas";
import * as deviceChanges from "./resource-device-changes";
import * as devices from "./resource-devices";
import * as elements from "./resource-elements";
import * as system from "./system";
import * as vehicles from "./vehicles";
import * as video from "./video";

/** Every endpoint declared, found by what it is, so that a new block needs no entry here. */
export const endpoints: readonly AnyEndpoint[] = [
  ...[system, devices, deviceChanges, areas, elements],
  ...[alarmQueue, combinedQueue, messageQueue],
  ...[alarmRules, alarmLinkages, alarmLog, video, isapi],
  ...[accessDoors, accessLevels, accessRecords, personGroups, persons, personCredentials],
  ...[intercomBuildings, intercomResidents, passes, intercomCalls],
  ...[vehicles, drivers, attendance, maintenance],
]
  .flatMap((chapter): unknown[] => Object.values(chapter))
  .filter(isEndpoint);

export * from "./access-doors";
export * from "./access-levels";
export * from "./access-records";
export * from "./alarm-linkages";
export * from "./alarm-log";
export * from "./alarm-rules";
export * from "./attendance";
export * from "./drivers";
export * from "./intercom-buildings";
export * from "./intercom-calls";
export * from "./intercom-residents";
export * from "./isapi";
export * from "./maintenance";
export * from "./passes";
export * from "./person-credentials";
export * from "./person-groups";
export * from "./persons";
export * from "./queues-alarms";
export * from "./queues-combine";
export * from "./queues-messages";
export * from "./resource-areas";
export * from "./resource-device-changes";
export * from "./resource-devices";
export * from "./resource-elements";
export * from "./system";
export * from "./vehicles";
export * from "./video";
