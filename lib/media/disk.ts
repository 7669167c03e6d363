/** Pictures and films in the data folder: each under its content's hash, drafts beside them. */
import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { settings } from "@/lib/env";

const folder = () => join(settings().dataDir, "media");
const draftFolder = () => join(folder(), "drafts");
const draftLivesMs = 3_600_000;

const missing = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";

/** Where a file lies; `hash` is its SHA-256 in hex. */
export function mediaFile(hash: string): string {
  return join(folder(), hash.slice(0, 2), hash);
}

/** A new file of one's own, open for writing. Rename or remove it; what is left is cleared away after an hour. */
export async function openDraft(): Promise<{ path: string; handle: FileHandle }> {
  await mkdir(draftFolder(), { recursive: true, mode: 0o700 });
  const path = join(draftFolder(), randomBytes(12).toString("hex"));
  return { path, handle: await open(path, "wx", 0o600) };
}

/** Writes a draft whole and returns where it is. */
export async function writeDraft(bytes: Uint8Array): Promise<string> {
  const { path, handle } = await openDraft();
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    return path;
  } catch (error) {
    await removeDraft(path);
    throw error;
  } finally {
    await handle.close();
  }
}

export const removeDraft = (path: string) => rm(path, { force: true });

/** A reader finds all of it or nothing. */
export async function place(draft: string, hash: string): Promise<void> {
  const file = mediaFile(hash);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await rename(draft, file);
}

export const removeFile = (hash: string) => rm(mediaFile(hash), { force: true });

/** Null when it is not on this machine. */
export async function openFile(hash: string): Promise<FileHandle | null> {
  return open(mediaFile(hash), "r").catch((error: unknown) => {
    if (missing(error)) return null;
    throw error;
  });
}

async function namesIn(path: string): Promise<string[]> {
  return readdir(path).catch((error: unknown) => {
    if (missing(error)) return [];
    throw error;
  });
}

/** Hashes of at most `most` files that lie here. */
export async function filesHere(most: number): Promise<string[]> {
  const found: string[] = [];
  for (const part of (await namesIn(folder())).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    found.push(...(await namesIn(join(folder(), part))).filter((name) => /^[0-9a-f]{64}$/.test(name)));
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}

/** Clears drafts away whose process died. */
export async function clearDrafts(): Promise<void> {
  for (const name of await namesIn(draftFolder())) {
    const path = join(draftFolder(), name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > draftLivesMs) await removeDraft(path);
  }
}
