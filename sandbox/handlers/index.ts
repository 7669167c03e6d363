import { areaHandlers } from "./areas";
import { deviceHandlers } from "./devices";
import type { Handler } from "./handler";
import { queueHandlers } from "./queues";
import { resourceHandlers } from "./resources";
import { systemHandlers } from "./system";

/** Who answers which path. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  ...systemHandlers,
  ...deviceHandlers,
  ...areaHandlers,
  ...resourceHandlers,
  ...queueHandlers,
};
