import { areaHandlers } from "./areas";
import { attendanceHandlers } from "./attendance";
import { deviceHandlers } from "./devices";
import { driverHandlers } from "./drivers";
import { intercomHandlers } from "./intercom";
import { maintenanceHandlers } from "./maintenance";
import { passHandlers } from "./passes";
import { residentHandlers } from "./residents";
import { vehicleHandlers } from "./vehicles";
import type { Handler } from "./handler";
import { resourceHandlers } from "./resources";
import { systemHandlers } from "./system";

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
};
