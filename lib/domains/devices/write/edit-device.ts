import { permit, type Actor } from "@/lib/auth/actor";
import { command, rereadEach } from "@/lib/domains/commands/mirror";
import { changeRow } from "@/lib/domains/sync/mirror";
import { gateway } from "@/lib/gateway";
import { updateDevice } from "@/lib/gateway/endpoints";
import { Secret } from "@/lib/gateway/secret";
import { deviceMirror, rereadDevice } from "../mirror";
import { deviceForChange } from "../read";
import type { EditDevice } from "../schema";

/**
 * Changes a device's name, sign-in or time zone. Throws NotFoundError, ForbiddenError, and GatewayError: `maybeDone`
 * means that it has been read again. Guide 5.2.1.
 */
export async function editDevice(
  actor: Actor,
  { id, name, userName, password, timeZone }: EditDevice & { id: string },
  signal: AbortSignal,
): Promise<{ id: string; name: string }> {
  permit(actor, "devices:write");
  const before = await deviceForChange(actor, id);
  const changes = {
    ...(name === before.name ? {} : { name: { from: before.name, to: name } }),
    ...(timeZone === undefined ? {} : { timeZone: { from: before.timeZoneId, to: timeZone.id } }),
    ...((userName ?? password) ? { signIn: "changed" } : {}),
  };
  const request = {
    id,
    name,
    ...(userName ? { userName } : {}),
    ...(password ? { password: new Secret(password) } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
  const objects = [{ kind: "device", id, name }];
  await command(actor, { action: "device.change", objects, details: changes }, ["devices"], {
    send: () => gateway().call(updateDevice, request, { lane: "interactive", signal }),
    judge: () => ({ details: changes }),
    store: async (tx) => {
      await changeRow(tx, deviceMirror, id, { name, ...(timeZone === undefined ? {} : { time_zone_id: timeZone.id }) });
    },
    reread: (again) => rereadEach([before.serial], ["devices"], (serial) => rereadDevice(serial, again)),
  });
  return { id, name };
}
