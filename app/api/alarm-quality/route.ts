import { readQuality } from "@/lib/domains/alarm-quality/read/report";
import { QualityQuery } from "@/lib/domains/alarm-quality/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:read", query: QualityQuery }, ({ actor, query }) =>
  readQuality(actor, query),
);
