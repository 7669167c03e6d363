import { listSnoozes } from "@/lib/domains/snoozes/read";
import { AddSnooze, SnoozeQuery } from "@/lib/domains/snoozes/schema";
import { addSnooze } from "@/lib/domains/snoozes/write";
import { reply, route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:read", query: SnoozeQuery }, ({ actor, query }) => listSnoozes(actor, query));

export const POST = route({ allow: "alarms:handle", body: AddSnooze }, async ({ actor, body }) =>
  reply(await addSnooze(actor, body), { status: 201 }),
);
