import { alarmLogHandlers } from "./alarm-log";
import { alarmRuleHandlers } from "./alarm-rules";
import { attendanceHandlers } from "./attendance";
import { accessHandlers } from "./access";
import { areaHandlers } from "./areas";
import { credentialHandlers } from "./credentials";
import { deviceHandlers } from "./devices";
import { driverHandlers } from "./drivers";
import { intercomHandlers } from "./intercom";
import { maintenanceHandlers } from "./maintenance";
import { passHandlers } from "./passes";
import { residentHandlers } from "./residents";
import { vehicleHandlers } from "./vehicles";
import type { Handler } from "./handler";
import { isapiHandlers } from "./isapi";
import { levelHandlers } from "./levels";
import { personHandlers } from "./persons";
import { queueHandlers } from "./queues";
import { resourceHandlers } from "./resources";
import { systemHandlers } from "./system";
import { videoHandlers } from "./video";

/** Who answers which path. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  ...systemHandlers,
  ...deviceHandlers,
  ...areaHandlers,
  ...resourceHandlers,
  ...intercomHandlers,
  ...residentHandlers,
  ...passHandlers,
  ...vehicleHandlers,
  ...driverHandlers,
  ...attendanceHandlers(),
  ...maintenanceHandlers,
  ...alarmRuleHandlers,
  ...alarmLogHandlers,
  ...videoHandlers,
  ...isapiHandlers,
  ...accessHandlers,
  ...levelHandlers,
  ...personHandlers,
  ...credentialHandlers,
  ...queueHandlers,
};
