import { alarmLogHandlers } from "./alarm-log";
import { alarmRuleHandlers } from "./alarm-rules";
import { areaHandlers } from "./areas";
import { deviceHandlers } from "./devices";
import type { Handler } from "./handler";
import { isapiHandlers } from "./isapi";
import { resourceHandlers } from "./resources";
import { systemHandlers } from "./system";
import { videoHandlers } from "./video";

/** Who answers which path. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  ...systemHandlers,
  ...deviceHandlers,
  ...areaHandlers,
  ...resourceHandlers,
  ...alarmRuleHandlers,
  ...alarmLogHandlers,
  ...videoHandlers,
  ...isapiHandlers,
};
