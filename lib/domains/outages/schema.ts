import { z } from "zod";
import { gatewayId, type CommonFilters } from "@/lib/domains/sync/schema";
import { listQuery, several } from "@/lib/http/list";
import { outageKinds, outageSorts, type OutageKind } from "./terms";

/** Query of `GET /api/outages`; `kind` may be given several times, `areaId` stands for the area and all below. */
export const OutageQuery = listQuery({ kind: several(z.enum(outageKinds)), areaId: gatewayId.optional() }, outageSorts);
export type OutageQuery = z.output<typeof OutageQuery>;
export type OutageFilters = CommonFilters & {
  kind?: readonly OutageKind[] | undefined;
  areaId?: string | undefined;
};

/** Something that is offline now. Times are ISO. */
export interface OutageItem {
  /** Unique among all kinds: `cameras:<id>`. */
  id: string;
  kind: OutageKind;
  /** The gateway's own id. */
  objectId: string;
  name: string;
  /** Names from the root down; null for what belongs to no area. */
  area: string[] | null;
  since: string;
  /** It was offline already when it was first seen, so it has been longer than `since` says. */
  sinceBefore: boolean;
}
