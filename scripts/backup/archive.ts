/**
 * The file of a backup: age( gzip( tar ) ). Written and read as a stream; at no time more than a few chunks are in
 * memory. age authenticates every 64 KiB and the end, so that a changed or cut-off file never passes for whole.
 */
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ReadableStream } from "node:stream/web";
import { createGunzip, createGzip } from "node:zlib";
import { Decrypter, Encrypter } from "age-encryption";
import { extract, pack } from "tar-stream";
import { Failure } from "./failure";

/** Pictures do not shrink, rows do so at any level. */
const gzipLevel = 3;
const readAtOnce = 256 * 1024;

/** Node's own bridge to web streams counts chunks instead of bytes and would let thousands wait in memory. */
const toWeb = (source: AsyncIterable<Uint8Array>) =>
  ReadableStream.from(source) as globalThis.ReadableStream<Uint8Array>;

const fromWeb = (source: globalThis.ReadableStream<Uint8Array>) => Readable.from(source, { objectMode: false });

export interface ArchiveWriter {
  /** Adds an entry and waits until it has been passed on. `bytes` must be `size` long in total. */
  add(name: string, size: number, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
}

export interface Lock {
  passphrase: string;
  /** How hard guessing is, as a power of two; age's own unless told. Tests trade strength for speed. */
  workFactor?: number;
}

/** Writes a new file, readable by its owner only, with what `fill` adds. A file that failed is left to the caller. */
export async function writeArchive(
  file: string,
  lock: Lock,
  fill: (archive: ArchiveWriter) => Promise<void>,
): Promise<void> {
  const tar = pack();
  const encrypter = new Encrypter();
  encrypter.setPassphrase(lock.passphrase);
  if (lock.workFactor !== undefined) encrypter.setScryptWorkFactor(lock.workFactor);
  const gzip = createGzip({ level: gzipLevel });
  const sealed = fromWeb(await encrypter.encrypt(toWeb(gzip)));
  // Without its own error handler, a full disk would surface as a stream that closed too early.
  const writing = Promise.all([
    pipeline(tar, gzip),
    pipeline(sealed, createWriteStream(file, { flags: "wx", mode: 0o600 })),
  ]);
  writing.catch((error: Error) => tar.destroy(error));
  const add: ArchiveWriter["add"] = async (name, size, bytes) => {
    let passedOn: (error?: Error | null) => void = () => undefined;
    const through = new Promise<void>((done, failed) => (passedOn = (error) => (error ? failed(error) : done())));
    through.catch(() => undefined);
    const entry = tar.entry({ name, size, mode: 0o600 }, passedOn);
    entry.once("error", passedOn);
    for await (const chunk of bytes) if (!entry.write(chunk)) await Promise.race([once(entry, "drain"), through]);
    entry.end(null);
    await through;
  };
  try {
    await fill({ add });
    tar.finalize();
  } catch (error) {
    tar.destroy(error as Error);
    // What stopped the writing is the reason why filling failed.
    await writing.catch((cause: Error) => {
      throw cause;
    });
    throw error;
  }
  await writing;
  const handle = await open(file);
  await handle.sync().finally(() => handle.close());
}

/** The plain bytes. Throws Failure for a file that is no backup, and for a passphrase that does not open it. */
async function unseal(file: string, passphrase: string): Promise<Readable> {
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) throw new Failure("usage", `There is no file ${file}.`);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return fromWeb(await decrypter.decrypt(toWeb(createReadStream(file, { highWaterMark: readAtOnce }))));
  } catch (error) {
    const text = String(error);
    if (/no identity matched/.test(text)) {
      throw new Failure("passphrase", `The passphrase does not open ${file}.`, { cause: error });
    }
    if ((error as NodeJS.ErrnoException).code === "EACCES") throw error;
    throw new Failure("damaged", `${file} is no backup of Gatehouse, or its beginning is damaged.`, { cause: error });
  }
}

/**
 * Calls `visit` for each entry in order; it must read the entry's bytes. Throws Failure when the file was changed or
 * cut off; then earlier entries have been visited already.
 */
export async function readArchive(
  file: string,
  passphrase: string,
  visit: (name: string, size: number, bytes: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const plain = await unseal(file, passphrase);
  const tar = extract();
  const feeding = pipeline(plain, createGunzip(), tar);
  feeding.catch(() => undefined);
  let visiting = false;
  let readFailed = false;
  async function* guarded(source: AsyncIterable<Uint8Array>) {
    try {
      yield* source;
    } catch (error) {
      readFailed = true;
      throw error;
    }
  }
  try {
    for await (const entry of tar) {
      visiting = true;
      await visit(entry.header.name, entry.header.size ?? 0, guarded(entry as AsyncIterable<Uint8Array>));
      visiting = false;
    }
    await feeding;
  } catch (error) {
    tar.destroy();
    await feeding.catch(() => undefined);
    if (visiting && !readFailed) throw error;
    throw new Failure("damaged", `${file} is damaged or cut off; nothing can be restored from it.`, { cause: error });
  }
}
