import { listPlatformUsers } from "@/lib/domains/platform-users/read";
import { PlatformUserQuery } from "@/lib/domains/platform-users/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarm-rules:read", query: PlatformUserQuery }, ({ actor, query }) =>
  listPlatformUsers(actor, query),
);
