/** Fetches what the gateway gives addresses of: only from known hosts, only real pictures and films, no redirects. */
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { settings, required } from "@/lib/env";
import { insideReason } from "./addresses";
import { Deadline } from "./deadline";
import { mayBePrivate, mayFetchFrom } from "./hosts";
import { exchange, TransportError, type Answer, type Exchange } from "./transport";

const maxBytes = 5 * 1024 * 1024;
const timeoutMs = 15_000;
/** Of files that come with alarms. */
const maxFileBytes = { picture: 20 * 1024 * 1024, video: 200 * 1024 * 1024 };
const fileTimeoutMs = 90_000;
/** So much tells what it is. */
const startBytes = 16;

export type PictureType = "image/jpeg" | "image/png";

export interface Picture {
  bytes: Buffer;
  type: PictureType;
}

export type FileType = PictureType | "video/mp4" | "video/mpeg";

/**
 * refused: the host is not one we fetch from; encrypted: by its camera; expired: the address is over (or was never
 * good); unfit: too large; failed: everything else, which may pass.
 */
export type PictureFailure = "refused" | "encrypted" | "expired" | "unfit" | "failed";

/** Why there is no picture. Carries the host at most: addresses hold signatures. */
export class PictureError extends Error {
  override readonly name = "PictureError";
  constructor(
    readonly failure: PictureFailure,
    message: string,
  ) {
    super(message);
  }
}

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const jpegStart = Buffer.from([0xff, 0xd8, 0xff]);
const encryptedStart = Buffer.from("hikencodepicture");

const begins = (bytes: Uint8Array, start: Buffer) => start.equals(bytes.subarray(0, start.length));

/** What the bytes are, whatever anybody calls them; null for anything but JPEG and PNG. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  if (begins(bytes, jpegStart)) return "image/jpeg";
  return begins(bytes, pngStart) ? "image/png" : null;
}

/** The same of films too: MP4, and the program stream that devices record in. What only looks like MP4 is a picture. */
export function fileType(bytes: Buffer): FileType | null {
  if (begins(bytes, Buffer.from([0, 0, 1, 0xba]))) return "video/mpeg";
  const brand = bytes.toString("latin1", 4, 8) === "ftyp" ? bytes.toString("latin1", 8, 12) : null;
  if (brand !== null) return /^(hei[cxms]|hev[cmsx]|mif1|msf1|avi[fs]|jxl )$/.test(brand) ? null : "video/mp4";
  return pictureType(bytes);
}

const megabytes = (bytes: number) => `${bytes / 1024 / 1024} MB`;

/** Throws PictureError; the signal's reason when that is aborted. */
async function fetchFrom(
  address: string,
  outer: AbortSignal,
  { withinMs, ...options }: Pick<Exchange, "headers" | "maxBytes" | "into"> & { withinMs: number },
): Promise<Answer> {
  const { mediaHosts } = settings();
  const { baseUrl } = required("gateway");
  const host = (URL.canParse(address) && new URL(address).host) || "an unreadable address";
  if (!mayFetchFrom(address, baseUrl, mediaHosts)) {
    throw new PictureError("refused", `Pictures are not fetched from ${host}.`);
  }
  const deadline = new Deadline(withinMs, outer);
  const outside = !mayBePrivate(address, baseUrl, mediaHosts);
  const answer = await exchange({
    ...{ url: address, method: "GET", body: null, signal: deadline.signal, outside },
    ...options,
  })
    .catch((error: unknown) => {
      outer.throwIfAborted();
      if (!(error instanceof TransportError)) throw error;
      if (error.reason === insideReason) {
        throw new PictureError("refused", `Pictures are not fetched from ${host}: it stands for a private address.`);
      }
      const why = deadline.expired ? `it took longer than ${withinMs / 1000} s` : error.message;
      throw new PictureError(error.kind === "too-large" ? "unfit" : "failed", `The file could not be fetched: ${why}.`);
    })
    .finally(() => deadline.release());
  const { status } = answer;
  if (status === 403 || status === 404 || status === 410) {
    throw new PictureError("expired", `The picture is no longer at its address (HTTP ${status}).`);
  }
  if (status >= 300 && status < 400) {
    throw new PictureError("failed", `${host} points elsewhere (HTTP ${status}), where nothing is fetched from.`);
  }
  if (status !== 200) throw new PictureError("failed", `The picture's host answered HTTP ${status}.`);
  return answer;
}

/** Downloads a picture of at most 5 MB within 15 s. Throws PictureError; the signal's reason when that is aborted. */
export async function downloadPicture(address: string, signal: AbortSignal): Promise<Picture> {
  const headers = { accept: "image/jpeg, image/png" };
  const { bytes } = await fetchFrom(address, signal, { headers, maxBytes, withinMs: timeoutMs });
  if (begins(bytes, encryptedStart)) throw new PictureError("encrypted", "The camera encrypts its pictures.");
  const type = pictureType(bytes);
  if (type === null) throw new PictureError("failed", "What came is neither a JPEG nor a PNG picture.");
  return { bytes, type };
}

export interface DownloadedFile {
  type: FileType;
  bytes: number;
  /** SHA-256, hex. */
  hash: string;
}

/** What the first bytes say, or why they are nothing to keep. Throws PictureError. */
function judgeStart(start: Buffer): FileType {
  if (begins(start, encryptedStart)) throw new PictureError("encrypted", "The device encrypts its pictures.");
  const type = fileType(start);
  if (type === null) throw new PictureError("failed", "What came is neither a JPEG or PNG picture nor a film.");
  return type;
}

/**
 * Downloads a picture of at most 20 MB, or a film of at most 200 MB, into an empty file within 90 s, and has it on the
 * disk for certain. Throws PictureError; the signal's reason when that is aborted; the disk's own errors.
 */
export async function downloadFile(address: string, file: FileHandle, signal: AbortSignal): Promise<DownloadedFile> {
  const hash = createHash("sha256");
  const size = { most: maxFileBytes.video, now: 0 };
  let start: Buffer = Buffer.alloc(0);
  let type: FileType | null = null;
  let failure: unknown;
  const judge = () => {
    type = judgeStart(start);
    size.most = type.startsWith("video/") ? maxFileBytes.video : maxFileBytes.picture;
  };
  const take = async (chunk: Buffer) => {
    size.now += chunk.length;
    if (type === null) {
      start = Buffer.concat([start, chunk.subarray(0, startBytes - start.length)]);
      if (start.length >= startBytes) judge();
    }
    if (size.now > size.most) throw new PictureError("unfit", `It is larger than ${megabytes(size.most)}.`);
    hash.update(chunk);
    await file.writeFile(chunk);
  };
  await fetchFrom(address, signal, {
    ...{ headers: { accept: "image/jpeg, image/png, video/mp4" }, maxBytes: Infinity, withinMs: fileTimeoutMs },
    // The transport knows failures of the line alone.
    into: (chunk) => take(chunk).catch((error: unknown) => Promise.reject((failure = error) as Error)),
  }).catch((error: unknown) => {
    throw failure ?? error;
  });
  if (type === null) judge();
  await file.sync();
  return { type: type ?? judgeStart(start), bytes: size.now, hash: hash.digest("hex") };
}
