import { z } from "zod";
import { requestLicences } from "@/lib/domains/licences/write";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "settings:manage", body: z.strictObject({}) }, ({ actor }) =>
  requestLicences(actor),
);
