/**
 * Where pictures and films are kept: under their content's hash, on the disk or in a bucket. A hash belongs to
 * everybody who names it in the database; the file goes when nobody does any more.
 */
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type pg from "pg";
import { transaction } from "@/lib/db/transaction";
import { settings } from "@/lib/env";
import { FileNotHereError, NotFoundError, UnavailableError } from "@/lib/errors";
import { log } from "@/lib/log";
import { BucketError, deleteObject, getObject, hasObject, putObject, type Range } from "./bucket";
import { filesHere, mediaFile, openFile, place, removeDraft, removeFile, writeDraft } from "./disk";

export { clearDrafts, openDraft, removeDraft } from "./disk";
export type { Range } from "./bucket";

/** Every column that names a file. A table that keeps a hash joins here, or its files are taken away. */
const uses = [
  ["camera", "thumbnail_hash"],
  ["camera_snapshot", "hash"],
  ["alarm_file", "hash"],
  ["alarm_file", "thumbnail_hash"],
] as const;

/** All that `keep` waits for a bucket: the transaction it runs in may idle no longer than three seconds. */
const keepWithinMs = 1_000;

/** A whole file that is about to be kept. */
export interface Prepared {
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
  readonly bytes: number;
  /** Where it lies until then; null: it is in the bucket already. */
  readonly draft: string | null;
}

/**
 * Brings a draft as far as can be done without a transaction. While the bucket is away it stays on this machine, and
 * `moveToBucket` brings it later: the addresses of alarm pictures do not wait.
 */
export async function prepareFile(draft: string, hash: string, bytes: number): Promise<Prepared> {
  const { bucket } = settings();
  if (bucket === null) return { hash, bytes, draft };
  try {
    await putObject(bucket, hash, draft, bytes);
  } catch (error) {
    if (!(error instanceof BucketError)) throw error;
    log.warn({ err: error }, "a file stays on the disk until the bucket takes it");
    return { hash, bytes, draft };
  }
  await removeDraft(draft);
  return { hash, bytes, draft: null };
}

export async function prepare(bytes: Uint8Array): Promise<Prepared> {
  const hash = createHash("sha256").update(bytes).digest("hex");
  return prepareFile(await writeDraft(bytes), hash, bytes.length);
}

/** Lets go of what was prepared and, as it turned out, not kept. Never throws: what went wrong before says more. */
export async function discard(...prepared: readonly Prepared[]): Promise<void> {
  try {
    for (const { draft } of prepared) if (draft !== null) await removeDraft(draft);
    await forget(prepared.map(({ hash }) => hash));
  } catch (err) {
    log.warn({ err }, "a file that nobody keeps stays behind");
  }
}

/** One keeper or remover of a file at a time, until its transaction ends; in one order, so that none waits for another. */
async function lock(tx: pg.PoolClient, hashes: readonly string[]): Promise<string[]> {
  const sorted = [...new Set(hashes)].sort();
  for (const hash of sorted) {
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('media/' || $1, 0))", [hash]);
  }
  return sorted;
}

/**
 * To be called in the transaction that stores the hashes, so that nobody who forgets the same file removes it in
 * between. Throws UnavailableError when somebody has removed one since it was prepared, and BucketError when the bucket
 * does not say at once whether it has it: nothing is kept then.
 */
export async function keep(tx: pg.PoolClient, ...prepared: readonly Prepared[]): Promise<void> {
  await lock(
    tx,
    prepared.map(({ hash }) => hash),
  );
  const { bucket } = settings();
  const isThere = async ({ hash, draft }: Prepared) => {
    if (draft !== null) await place(draft, hash);
    return draft !== null || (bucket !== null && hasObject(bucket, hash, keepWithinMs));
  };
  const there = await Promise.all(prepared.map(isThere));
  if (there.includes(false)) {
    throw new UnavailableError("The file was removed while it was being kept.", { remedy: "Try again." });
  }
}

/**
 * Removes files that nobody names any more, as far as `tx` sees. To be called last in the transaction whose rows let
 * go of them: when that fails halfway, the rows still stand and are found again.
 */
export async function forgetIn(tx: pg.PoolClient, hashes: readonly string[]): Promise<void> {
  const sorted = await lock(tx, hashes);
  if (sorted.length === 0) return;
  const used = uses.map(([table, column]) => `EXISTS (SELECT 1 FROM ${table} WHERE ${column} = h)`).join(" OR ");
  const { rows } = await tx.query<{ hash: string }>(
    `SELECT h AS hash FROM unnest($1::text[]) AS h WHERE NOT (${used})`,
    [sorted],
  );
  await Promise.all(rows.map(({ hash }) => remove(hash)));
}

/** The same in a transaction of its own. */
export async function forget(hashes: readonly string[]): Promise<void> {
  if (hashes.length > 0) await transaction((tx) => forgetIn(tx, hashes));
}

async function remove(hash: string): Promise<void> {
  await removeFile(hash);
  const { bucket } = settings();
  if (bucket !== null) await deleteObject(bucket, hash);
}

const away = (error: unknown): never => {
  if (!(error instanceof BucketError)) throw error;
  log.error({ err: error }, "the bucket failed");
  throw new UnavailableError("The storage of pictures does not answer.", {
    remedy: "Try again in a moment. If it stays so, tell an administrator: the bucket needs attention.",
    cause: error,
  });
};

/** The file, or a part of it that lies within its size. Null when it is not here. Throws UnavailableError. */
export async function openKept(hash: string, range?: Range): Promise<Readable | null> {
  const file = await openFile(hash);
  if (file !== null) return file.createReadStream(range ?? {});
  const { bucket } = settings();
  return bucket === null ? null : getObject(bucket, hash, range).catch(away);
}

/** A small file as a whole. Null when it is not here. Throws UnavailableError. */
export async function readKept(hash: string): Promise<Buffer | null> {
  const stream = await openKept(hash);
  return stream === null ? null : buffer(stream);
}

/** What to throw for a file that should be here and is not; `what` begins the sentence. */
export function notHere(what: string, remedy: string): NotFoundError {
  if (settings().bucket === null) return new FileNotHereError(what, remedy);
  return new NotFoundError(`${what} is no longer in the bucket.`, { remedy });
}

/** Brings files from this machine's disk to the bucket, at most `most`; returns how many. Throws BucketError. */
export async function moveToBucket(most: number): Promise<number> {
  const { bucket } = settings();
  if (bucket === null) return 0;
  const hashes = await filesHere(most);
  for (const hash of hashes) {
    await transaction(async (tx) => {
      await lock(tx, [hash]);
      const file = await openFile(hash);
      if (file === null) return;
      const { size } = await file.stat().finally(() => file.close());
      await putObject(bucket, hash, mediaFile(hash), size);
      await removeFile(hash);
    });
    await forget([hash]);
  }
  return hashes.length;
}
