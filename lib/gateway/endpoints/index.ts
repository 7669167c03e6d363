import { isEndpoint } from "../endpoint";
import type { AnyEndpoint } from "../endpoint";
import * as accessDoors from "./access-doors";
import * as accessLevels from "./access-levels";
import * as accessRecords from "./access-records";
import * as personCredentials from "./person-credentials";
import * as personGroups from "./person-groups";
import * as persons from "./persons";
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
  accessDoors,
  accessLevels,
  accessRecords,
  personGroups,
  persons,
  personCredentials,
]
  .flatMap((chapter): unknown[] => Object.values(chapter))
  .filter(isEndpoint);

export * from "./access-doors";
export * from "./access-levels";
export * from "./access-records";
export * from "./person-credentials";
export * from "./person-groups";
export * from "./persons";
export * from "./resource-areas";
export * from "./resource-device-changes";
export * from "./resource-devices";
export * from "./resource-elements";
export * from "./system";
