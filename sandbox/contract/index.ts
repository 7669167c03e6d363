import { alarmRulesContract } from "./alarm-rules";
import type { Endpoint } from "./fields";
import { resourcesContract } from "./resources";
import { systemContract } from "./system";
import { videoContract } from "./video";

export type { Endpoint, Field } from "./fields";

/** The guide as this gateway enforces it, written from the guide and independent of the client. */
export const CONTRACT: readonly Endpoint[] = [
  ...systemContract,
  ...resourcesContract,
  ...alarmRulesContract,
  ...videoContract,
];
