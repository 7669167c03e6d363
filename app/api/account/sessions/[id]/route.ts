import { SessionParams } from "@/lib/domains/account/schema";
import { endOwnSession } from "@/lib/domains/account/write";
import { route } from "@/lib/http/route";

export const DELETE = route({ allow: "signed-in", stepUp: true, params: SessionParams }, ({ actor, params }) =>
  endOwnSession(actor, params.id),
);
