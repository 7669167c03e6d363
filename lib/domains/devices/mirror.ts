import type pg from "pg";
import { transaction } from "@/lib/db/transaction";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import { changeRow, removeRows, storeRows, type MirrorSource } from "@/lib/domains/sync/mirror";
import { gateway } from "@/lib/gateway";
import { getDevice, listDevices } from "@/lib/gateway/endpoints";
import { GatewayError } from "@/lib/gateway/errors";

export const deviceMirror: MirrorSource = {
  kind: "devices",
  table: "device",
  columns: {
    name: "text",
    category: "text",
    model: "text",
    serial: "text",
    firmware: "text",
    time_zone_id: "text",
    online: "text",
    added_at: "timestamptz",
  },
  search: ["name", "serial", "model"],
  area: null,
  read: async (page, signal) => {
    const { items, ...rest } = await gateway().call(listDevices, page, { lane: "sweeps", signal });
    return {
      ...rest,
      items: items.map(({ category, timeZoneId, addedAt, ...device }) => ({
        ...device,
        category: category ?? "unknown",
        time_zone_id: timeZoneId,
        added_at: addedAt,
      })),
    };
  },
};

/** Devices go with everything on them. */
export async function removeDevices(tx: pg.PoolClient, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await removeRows(tx, deviceMirror, ids);
  for (const source of Object.values(elementMirrors)) {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT id FROM ${source.table} WHERE device_id = ANY ($1) AND gone_at IS NULL`,
      [ids],
    );
    await removeRows(
      tx,
      source,
      rows.map(({ id }) => id),
    );
  }
}

function noSuchDevice(error: unknown): null {
  if (error instanceof GatewayError && error.kind === "refused" && error.status === 404) return null;
  throw error;
}

/**
 * Reads one device again and stores what it is now; one that the gateway does not know any more goes, with everything on
 * it. Resolves to whether it is there. Throws GatewayError.
 */
export async function rereadDevice(serial: string, signal: AbortSignal): Promise<boolean> {
  const device = await gateway().call(getDevice, { serial }, { lane: "interactive", signal }).catch(noSuchDevice);
  await transaction(async (tx) => {
    if (device === null) {
      const { rows } = await tx.query<{ id: string }>("SELECT id FROM device WHERE serial = $1 AND gone_at IS NULL", [
        serial,
      ]);
      const ids = rows.map(({ id }) => id);
      return removeDevices(tx, ids);
    }
    const { id, name, category, model, firmware, timeZoneId, online } = device;
    const told = Object.entries({ name, category, serial, model, firmware, time_zone_id: timeZoneId, online }).filter(
      // What it does not say stays what it was.
      ([, value]) => value !== null && value !== "unknown",
    );
    const known = await changeRow(tx, deviceMirror, id, Object.fromEntries(told));
    const blank = { category: "unknown", model: null, firmware: null, time_zone_id: null, online: "unknown" };
    if (!known) {
      await storeRows(tx, deviceMirror, [{ id, name, ...blank, added_at: null, ...Object.fromEntries(told) }]);
    }
  });
  return device !== null;
}
