import { SnoozeParams } from "@/lib/domains/snoozes/schema";
import { liftSnooze } from "@/lib/domains/snoozes/write";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:handle", params: SnoozeParams }, ({ actor, params }) =>
  liftSnooze(actor, params.id),
);
