import { isEndpoint } from "../endpoint";
import type { AnyEndpoint } from "../endpoint";
import * as alarmQueue from "./queues-alarms";
import * as combinedQueue from "./queues-combine";
import * as messageQueue from "./queues-messages";
import * as areas from "./resource-areas";
import * as deviceChanges from "./resource-device-changes";
import * as devices from "./resource-devices";
import * as elements from "./resource-elements";
import * as system from "./system";

/** Every endpoint declared, found by what it is, so that a new block needs no entry here. */
export const endpoints: readonly AnyEndpoint[] = [
  system,
  devices,
  deviceChanges,
  areas,
  elements,
  alarmQueue,
  combinedQueue,
  messageQueue,
]
  .flatMap((chapter): unknown[] => Object.values(chapter))
  .filter(isEndpoint);

export * from "./queues-alarms";
export * from "./queues-combine";
export * from "./queues-messages";
export * from "./resource-areas";
export * from "./resource-device-changes";
export * from "./resource-devices";
export * from "./resource-elements";
export * from "./system";
