import { permit, type Actor } from "@/lib/auth/actor";
import { allOrEach, command, itemImpossible, judged, rereadEach, resultOf } from "@/lib/domains/commands/mirror";
import { reasonIn, type CommandResult } from "@/lib/domains/commands/schema";
import { gateway } from "@/lib/gateway";
import { deleteDevices as deleteEndpoint } from "@/lib/gateway/endpoints";
import { outcomeOf, type ItemOutcome } from "@/lib/gateway/outcome";
import { removeDevices, rereadDevice } from "../mirror";
import { deviceForChange, type KnownDevice } from "../read";
import { addableCategories, type DeleteDevices } from "../schema";

type Category = (typeof addableCategories)[number];

async function deleteOfCategory(
  actor: Actor,
  category: Category,
  devices: readonly KnownDevice[],
  reason: string | undefined,
  signal: AbortSignal,
): Promise<ItemOutcome[]> {
  const objects = devices.map(({ id, name }) => ({ kind: "device", id, name }));
  const ids = devices.map(({ id }) => id);
  const serials = devices.map(({ serial }) => serial);
  const details = { category, serials, ...reasonIn(reason) };
  const kinds = ["devices", "cameras", "doors", "alarm-inputs", "alarm-outputs"] as const;
  return command(actor, { action: "device.delete", objects, details }, kinds, {
    send: () =>
      allOrEach(ids, (deviceIds) =>
        gateway().call(deleteEndpoint, { deviceIds, category }, { lane: "interactive", signal }),
      ),
    judge: (items) => judged(outcomeOf(items), reason),
    store: (tx, items) =>
      removeDevices(
        tx,
        items.filter(({ result }) => result === "done").map(({ id }) => id),
      ),
    reread: (again) => rereadEach(serials, kinds, (serial) => rereadDevice(serial, again)),
  });
}

/**
 * Deletes devices with everything on them; each has its own result. Throws NotFoundError when one of them is not there,
 * and ForbiddenError: then nothing is deleted. Guide 5.2.1.
 */
export async function deleteDevices(
  actor: Actor,
  { ids, reason }: DeleteDevices,
  signal: AbortSignal,
): Promise<CommandResult> {
  permit(actor, "devices:write");
  const devices = await Promise.all(ids.map((id) => deviceForChange(actor, id)));
  const items: ItemOutcome[] = [];
  for (const category of addableCategories) {
    const group = devices.filter((device) => device.category === category);
    if (group.length > 0) items.push(...(await deleteOfCategory(actor, category, group, reason, signal)));
  }
  for (const { id, category } of devices) {
    if (addableCategories.some((known) => known === category)) continue;
    items.push(
      itemImpossible(
        id,
        "The cloud gateway does not say what category this device is of, and deletes by category only.",
        "Delete it in the cloud account's own portal.",
      ),
    );
  }
  return resultOf(items, new Map(devices.map(({ id, name }) => [id, name])));
}
