import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { command } from "@/lib/domains/commands/mirror";
import { storeRows } from "@/lib/domains/sync/mirror";
import { gateway } from "@/lib/gateway";
import { addArea as addAreaEndpoint } from "@/lib/gateway/endpoints";
import { areaMirror, rereadAreas } from "../mirror";
import { areaForChange } from "../read";
import type { AddArea, AddedArea } from "../schema";

/**
 * Makes an area below another one, or at the top for somebody who is limited to no areas. Throws ForbiddenError,
 * NotFoundError for the parent, and GatewayError: `maybeDone` means that they have been read again. Guide 5.2.2.
 */
export async function addArea(actor: Actor, { name, parentId }: AddArea, signal: AbortSignal): Promise<AddedArea> {
  permit(actor, "areas:write");
  if (parentId === null) permitEverywhere(actor);
  const parent = parentId === null ? null : await areaForChange(actor, parentId);
  const details = { name, parent: parentId };
  const objects = parent === null ? [] : [{ kind: "area", ...parent }];
  const { areaId } = await command(actor, { action: "area.add", objects, details }, ["areas"], {
    send: () => gateway().call(addAreaEndpoint, { name, parentId }, { lane: "interactive", signal }),
    judge: (added) => ({ objects: [{ kind: "area", id: added.areaId, name }], details }),
    store: (tx, added) => storeRows(tx, areaMirror, [{ id: added.areaId, name, parent_id: parentId }]),
    reread: async (again) => ((await rereadAreas(parentId, name, again)) ? [] : ["areas"]),
  });
  return { id: areaId, name, parentId };
}
