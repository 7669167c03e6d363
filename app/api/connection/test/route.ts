import { z } from "zod";
import { testConnection } from "@/lib/domains/connection/write";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "settings:manage", body: z.object({}) }, ({ actor, signal }) =>
  testConnection(actor, signal),
);
