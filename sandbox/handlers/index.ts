import { accessHandlers } from "./access";
import { alarmLogHandlers } from "./alarm-log";
import { alarmRuleHandlers } from "./alarm-rules";
import { areaHandlers } from "./areas";
import { attendanceHandlers } from "./attendance";
import { credentialHandlers } from "./credentials";
import { deviceHandlers } from "./devices";
import { driverHandlers } from "./drivers";
import type { Handler } from "./handler";
import { intercomHandlers } from "./intercom";
import { isapiHandlers } from "./isapi";
import { levelHandlers } from "./levels";
import { maintenanceHandlers } from "./maintenance";
import { passHandlers } from "./passes";
import { personHandlers } from "./persons";
import { queueHandlers } from "./queues";
import { residentHandlers } from "./residents";
import { resourceHandlers } from "./resources";
import { systemHandlers } from "./system";
import { vehicleHandlers } from "./vehicles";
import { videoHandlers } from "./video";

/** Who answers which path, by the chapters of the guide. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  ...systemHandlers,
  ...deviceHandlers,
  ...areaHandlers,
  ...resourceHandlers,
  ...queueHandlers,
  ...alarmRuleHandlers,
  ...alarmLogHandlers,
  ...videoHandlers,
  ...isapiHandlers,
  ...intercomHandlers,
  ...residentHandlers,
  ...passHandlers,
  ...accessHandlers,
  ...levelHandlers,
  ...personHandlers,
  ...credentialHandlers,
  ...vehicleHandlers,
  ...driverHandlers,
  ...attendanceHandlers,
  ...maintenanceHandlers,
};
