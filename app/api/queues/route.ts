import { queueStates } from "@/lib/domains/queues/read";
import { QueueSwitch } from "@/lib/domains/queues/schema";
import { switchQueue } from "@/lib/domains/queues/write";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:read" }, ({ actor }) => queueStates(actor));

export const PATCH = route({ allow: "settings:manage", body: QueueSwitch }, ({ actor, body }) =>
  switchQueue(actor, body),
);
