import { z } from "zod";
import type { OnlineState } from "@/lib/domains/sync/schema";

export const searchKinds = ["areas", "cameras", "devices", "doors"] as const;
export type SearchKind = (typeof searchKinds)[number];

/** Query of `GET /api/search`: words, each of which must occur. */
export const SearchQuery = z.object({ q: z.string().trim().min(1, "Give a word to search for.").max(200) });

/** One thing of the mirror. Its address follows from kind and id. */
export interface SearchHit {
  kind: SearchKind;
  /** The gateway's own. */
  id: string;
  name: string;
  /** Names from the root down to the area it stands in; for an area to the one above it. Empty for devices. */
  path: string[];
  serial: string | null;
  /** Null for areas. */
  state: OnlineState | null;
}

/** At most five of each kind that the actor may read; names that begin with the words come first. */
export interface SearchHits {
  items: SearchHit[];
}
