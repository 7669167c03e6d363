import type { z } from "zod";
import type { CommonFilters } from "@/lib/domains/sync/schema";
import { listQuery } from "@/lib/http/list";

/** Query of `GET /api/platform-users`. */
export const PlatformUserQuery = listQuery({}, ["name"]);
export type PlatformUserQuery = z.output<typeof PlatformUserQuery>;
export type PlatformUserFilters = CommonFilters;

/** A user of the vendor's platform, whom alarm rules may notify. */
export interface PlatformUserItem {
  /** The gateway's own. */
  id: string;
  name: string;
}
