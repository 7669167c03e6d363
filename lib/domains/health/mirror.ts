/** Looks at this machine: how much room its disk has, and how its clock stands to the others. */
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { pool } from "@/lib/db/client";
import { required, settings } from "@/lib/env";
import { setting } from "@/lib/domains/settings/read";
import type { StorageState } from "./schema";

export interface Room {
  /** What an ordinary user may still write. */
  freeBytes: number;
  totalBytes: number;
}

/** How the room of a folder's file system is found out. */
export type Measure = (folder: string) => Promise<Room>;

/** A folder that is not there yet has the room of the one that it will be made in. */
export const measureRoom: Measure = async (folder) => {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (!missing || dirname(folder) === folder) throw error;
    return measureRoom(dirname(folder));
  }
};

/** A database on this machine shares the fate of its disk; where it lies only its owner is told. */
async function databaseFolder(): Promise<string | null> {
  const { hostname } = new URL(required("databaseUrl"));
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) return null;
  const { rows } = await pool().query<{ setting: string }>(
    "SELECT setting FROM pg_settings WHERE name = 'data_directory'",
  );
  return rows[0]?.setting ?? null;
}

const gib = 1024 ** 3;

/** Less than both shares: five gigabytes are much on a small disk, and ten percent on a large one. */
async function limit(what: "warn" | "stop", totalBytes: number): Promise<number> {
  const [percent, size] = await Promise.all([setting(`storage.${what}-percent`), setting(`storage.${what}-gib`)]);
  return Math.min((totalBytes * percent) / 100, size * gib);
}

/** Room for pictures and database on this machine, whichever has less, and what follows from it. */
export async function localStorage(measure: Measure = measureRoom): Promise<Room & { state: StorageState["state"] }> {
  const folders = [settings().dataDir, await databaseFolder()].filter((folder) => folder !== null);
  const rooms = await Promise.all(folders.map(measure));
  const room = rooms.reduce((least, each) => (each.freeBytes < least.freeBytes ? each : least));
  const [warn, stop] = await Promise.all([limit("warn", room.totalBytes), limit("stop", room.totalBytes)]);
  return { ...room, state: room.freeBytes < stop ? "stopped" : room.freeBytes < warn ? "warn" : "ok" };
}

/** How far the database's clock is ahead of ours, milliseconds; as exact as half the way there and back. */
export async function databaseSkewMs(): Promise<number> {
  const before = Date.now();
  const { rows } = await pool().query<{ now: number }>(
    "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now",
  );
  return Math.round((rows[0]?.now ?? before) - (before + Date.now()) / 2);
}
