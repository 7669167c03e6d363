/**
 * The chain's head, signed and kept outside the database: whoever rewrites the log there cannot rewrite it here too.
 * Signed with a key derived from the installation's secret; its public half verifies, so others can do it as well.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { settings } from "@/lib/env";
import { oncePerProcess } from "@/lib/process";
import { derivedKey } from "@/lib/secrets";

export const anchorFileName = "audit-anchors.log";

export const anchorFile = (dataDir = settings().dataDir) => join(dataDir, anchorFileName);

/** The entry `seq` had this hash at that time. */
export interface Anchor {
  seq: number;
  hash: string;
  /** ISO time. */
  at: string;
}

const SignedAnchor = z.object({
  seq: z.int().min(0),
  hash: z.string(),
  at: z.string(),
  /** Public key that verifies the signature (Ed25519), base64url. */
  key: z.string(),
  signature: z.string(),
});
export type SignedAnchor = z.infer<typeof SignedAnchor>;

/** DER before the 32 bytes of an Ed25519 key, RFC 8410. */
const privatePrefix = Buffer.from("302e020100300506032b657004220420", "hex");
const publicPrefix = Buffer.from("302a300506032b6570032100", "hex");

function ownKey(): { private: KeyObject; publicText: string } {
  return oncePerProcess("audit.anchor-key", () => {
    const der = Buffer.concat([privatePrefix, derivedKey("audit-anchor")]);
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    const spki = createPublicKey(key).export({ format: "der", type: "spki" });
    return { private: key, publicText: spki.subarray(publicPrefix.length).toString("base64url") };
  });
}

/** The public key of this installation's anchors, base64url of 32 bytes. */
export function anchorPublicKey(): string {
  return ownKey().publicText;
}

const signedText = ({ seq, hash, at }: Anchor) => Buffer.from(`gatehouse audit anchor\n${seq}\n${hash}\n${at}`, "utf8");

export function signAnchor({ seq, hash, at }: Anchor): SignedAnchor {
  const key = ownKey();
  const signature = sign(null, signedText({ seq, hash, at }), key.private).toString("base64url");
  return { seq, hash, at, key: key.publicText, signature };
}

/** Whether the signature is that of the given public key. */
export function isSignedBy(anchor: SignedAnchor, publicKey: string): boolean {
  if (anchor.key !== publicKey) return false;
  try {
    const der = Buffer.concat([publicPrefix, Buffer.from(publicKey, "base64url")]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return verify(null, signedText(anchor), key, Buffer.from(anchor.signature, "base64url"));
  } catch {
    return false;
  }
}

/** Five months of an anchor each minute. Each anchor covers all before it, so the oldest may go. */
export const ANCHOR_FILE_BYTES = 64 * 1024 * 1024;

/** The anchors before those of `file`, once it has been full. */
export const olderAnchors = (file: string) => `${file}.1`;

/** Begins the file anew when it is full; the one that was put aside before goes. */
async function turnOver(file: string, fullBytes: number): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size >= fullBytes) await rename(file, olderAnchors(file));
}

/** Adds a line and waits until it is on the disk. A line that an earlier crash cut off is ended first. */
export async function appendAnchor(
  file: string,
  anchor: SignedAnchor,
  { fullBytes = ANCHOR_FILE_BYTES }: { fullBytes?: number } = {},
): Promise<void> {
  await turnOver(file, fullBytes);
  const handle = await open(file, "a+", 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const mend = size > 0 && last.toString() !== "\n" ? "\n" : "";
    await handle.appendFile(`${mend}${JSON.stringify(anchor)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A line of a file: an anchor, or null for what cannot be read as one. */
export interface AnchorLine {
  line: number;
  anchor: SignedAnchor | null;
}

function parse(text: string): SignedAnchor | null {
  try {
    return SignedAnchor.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The lines of an anchor file, after those of the full one beside it; none where there is no file. */
export async function* readAnchors(file: string): AsyncGenerator<AnchorLine> {
  for (const each of [olderAnchors(file), file]) yield* linesOf(each);
}

async function* linesOf(file: string): AsyncGenerator<AnchorLine> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (handle === null) return;
  const stream = createReadStream("", { fd: handle, autoClose: true });
  let line = 0;
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
      line += 1;
      if (text !== "") yield { line, anchor: parse(text) };
    }
  } finally {
    stream.destroy();
  }
}

/** A short name of a public key, for people to compare. */
export function keyFingerprint(publicKey: string): string {
  return createHash("sha256").update(Buffer.from(publicKey, "base64url")).digest("hex").slice(0, 16);
}
