import { readSolarThreshold } from "@/lib/domains/solar-threshold/read";
import { SetSolarThreshold } from "@/lib/domains/solar-threshold/schema";
import { setSolarThreshold } from "@/lib/domains/solar-threshold/write";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarm-rules:read" }, ({ actor }) => readSolarThreshold(actor));

export const PUT = route({ allow: "alarm-rules:write", body: SetSolarThreshold }, ({ actor, body, signal }) =>
  setSolarThreshold(actor, body, signal),
);
