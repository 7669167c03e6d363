import { listDeliveries } from "@/lib/domains/escalations/read/deliveries";
import { DeliveryQuery } from "@/lib/domains/escalations/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "settings:manage", query: DeliveryQuery }, ({ actor, query }) =>
  listDeliveries(actor, query),
);
