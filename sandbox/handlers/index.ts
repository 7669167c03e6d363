import { accessHandlers } from "./access";
import { areaHandlers } from "./areas";
import { credentialHandlers } from "./credentials";
import { deviceHandlers } from "./devices";
import type { Handler } from "./handler";
import { levelHandlers } from "./levels";
import { personHandlers } from "./persons";
import { resourceHandlers } from "./resources";
import { systemHandlers } from "./system";

/** Who answers which path. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  ...systemHandlers,
  ...deviceHandlers,
  ...areaHandlers,
  ...resourceHandlers,
  ...accessHandlers,
  ...levelHandlers,
  ...personHandlers,
  ...credentialHandlers,
};
