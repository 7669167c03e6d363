import { mirroredList } from "@/lib/domains/sync/queries";
import type { PlatformUserItem } from "./schema";

export const platformUserQueries = {
  all: ["platform-users"] as const,
  list: (q: string) => mirroredList<PlatformUserItem>("platform-users", { q: q === "" ? undefined : q }),
};
