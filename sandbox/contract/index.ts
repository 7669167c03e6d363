import type { Endpoint } from "./fields";
import { queuesContract } from "./queues";
import { resourcesContract } from "./resources";
import { systemContract } from "./system";

export type { Endpoint, Field } from "./fields";

/** The guide as this gateway enforces it, written from the guide and independent of the client. */
export const CONTRACT: readonly Endpoint[] = [...systemContract, ...resourcesContract, ...queuesContract];
