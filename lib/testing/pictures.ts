import { pool } from "@/lib/db/client";
import type { TestSandbox } from "./sandbox";

export interface CameraSample {
  id: string;
  /** Of its device. */
  serial: string;
  encrypted: boolean;
  online: boolean;
}

/** The sandbox as after its start, and no picture of any camera here. The cameras, by name, as the sandbox knows them. */
export async function camerasWithoutPictures(sandbox: TestSandbox): Promise<CameraSample[]> {
  await sandbox.control("POST", "/reset");
  await pool().query(
    `UPDATE camera SET thumbnail_hash = NULL, thumbnail_at = NULL, thumbnail_state = 'none', thumbnail_wanted_at = NULL;
     TRUNCATE bus_event, camera_snapshot`,
  );
  const { rows } = await pool().query<{ id: string; serial: string }>(
    "SELECT id, device_serial AS serial FROM camera ORDER BY name, id",
  );
  return Promise.all(
    rows.map(async ({ id, serial }) => ({
      ...(await sandbox.control<CameraSample>("GET", `/world/cameras/${id}`)),
      serial,
    })),
  );
}

/** The first that has a picture to be shown. */
export function plainCamera(cameras: readonly CameraSample[]): CameraSample {
  const found = cameras.find((camera) => camera.online && !camera.encrypted);
  if (found === undefined) throw new Error("The world has no camera with a picture.");
  return found;
}
