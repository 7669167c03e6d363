/** Files that jobs make: drafts while they are written, then kept under their content's hash for a time. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, open, readdir, rename, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { transaction, type Queryable } from "@/lib/db/transaction";
import { settings } from "@/lib/env";

const folder = () => join(settings().dataDir, "results");
const draftFolder = () => join(folder(), "drafts");

/** Where a result lies; `hash` is its SHA-256 in hex. */
export function resultFile(hash: string): string {
  return join(folder(), hash);
}

/** Each holder of the lease writes a file of its own: one that was frozen spoils nothing when it wakes up. */
const draftFile = (jobId: string, fence: number) => join(draftFolder(), `${jobId}.${fence}`);

export interface Checkpoint {
  /** `next` of the last piece. */
  at: string | null;
  /** Bytes and things that are written for certain. */
  bytes: number;
  written: number;
  /** Whose draft it is. */
  fence: number;
}

export interface SealedDraft {
  hash: string;
  bytes: number;
  /** Makes it the result; under `lockResults`. */
  place(): Promise<void>;
}

async function opened(file: string, least: number): Promise<FileHandle | null> {
  try {
    const handle = await open(file, "r+");
    if ((await handle.stat()).size >= least) return handle;
    await handle.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return null;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** A result file while it is written, piece by piece. */
export class Draft {
  readonly #handle: FileHandle;
  readonly #file: string;
  #checkpoint: Checkpoint;

  private constructor(handle: FileHandle, file: string, checkpoint: Checkpoint) {
    this.#handle = handle;
    this.#file = file;
    this.#checkpoint = checkpoint;
  }

  /** Goes on at the checkpoint; at the beginning when there is none, or when its file is not on this machine. */
  static async open(jobId: string, fence: number, checkpoint: Checkpoint | null): Promise<Draft> {
    await mkdir(draftFolder(), { recursive: true, mode: 0o700 });
    const file = draftFile(jobId, fence);
    if (checkpoint !== null) {
      if (checkpoint.fence !== fence) {
        await copyFile(draftFile(jobId, checkpoint.fence), file).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== "ENOENT") throw error;
        });
      }
      const handle = await opened(file, checkpoint.bytes);
      if (handle !== null) {
        await handle.truncate(checkpoint.bytes);
        return new Draft(handle, file, { ...checkpoint, fence });
      }
    }
    return new Draft(await open(file, "w+", 0o600), file, { at: null, bytes: 0, written: 0, fence });
  }

  get checkpoint(): Checkpoint {
    return this.#checkpoint;
  }

  async append(text: string, count: number, next: string | null): Promise<void> {
    const bytes = Buffer.from(text);
    const { bytes: before, written, fence } = this.#checkpoint;
    for (let at = 0; at < bytes.length;) {
      at += (await this.#handle.write(bytes, at, bytes.length - at, before + at)).bytesWritten;
    }
    this.#checkpoint = { at: next, bytes: before + bytes.length, written: written + count, fence };
  }

  async seal(): Promise<SealedDraft> {
    await this.#handle.sync();
    const hash = await sha256(this.#file);
    return { hash, bytes: this.#checkpoint.bytes, place: () => rename(this.#file, resultFile(hash)) };
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** Nobody deletes results while this transaction puts one in its place, and the other way round. */
export async function lockResults(tx: Queryable): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('gatehouse.results', 0))");
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Files that no job needs, by what the database says of the ids in their names. */
async function remove(
  path: string,
  names: readonly string[],
  needed: ReadonlySet<string>,
  idOf: (name: string) => string,
) {
  const unneeded = names.filter((name) => !needed.has(idOf(name)));
  for (const name of unneeded) await rm(join(path, name), { force: true });
  return unneeded.length;
}

/** Deletes results of jobs that ended longer ago, and files that no job knows. Returns how many files went. */
export async function pruneResults(ageMs: number): Promise<number> {
  return transaction(async (tx) => {
    await lockResults(tx);
    await tx.query(
      `UPDATE job SET result_hash = NULL
        WHERE result_hash IS NOT NULL AND finished_at < clock_timestamp() - $1 * interval '1 millisecond'`,
      [ageMs],
    );
    const results = (await namesIn(folder())).filter((name) => /^[0-9a-f]{64}$/.test(name));
    const kept = await tx.query<{ hash: string }>(
      "SELECT DISTINCT result_hash AS hash FROM job WHERE result_hash = ANY ($1)",
      [results],
    );
    const drafts = await namesIn(draftFolder());
    const jobOf = (name: string) => name.replace(/\.\d+$/, "");
    const open = await tx.query<{ id: string }>(
      "SELECT id FROM job WHERE id::text = ANY ($1) AND finished_at IS NULL",
      [drafts.map(jobOf)],
    );
    return (
      (await remove(folder(), results, new Set(kept.rows.map(({ hash }) => hash)), (name) => name)) +
      (await remove(draftFolder(), drafts, new Set(open.rows.map(({ id }) => id)), jobOf))
    );
  });
}
