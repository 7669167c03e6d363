/** Fetches pictures whose addresses the gateway gives: only from known hosts, only real pictures, without redirects. */
import { settings, required } from "@/lib/env";
import { Deadline } from "./deadline";
import { mayFetchFrom } from "./hosts";
import { exchange, TransportError } from "./transport";

const maxBytes = 5 * 1024 * 1024;
const timeoutMs = 15_000;

export type PictureType = "image/jpeg" | "image/png";

export interface Picture {
  bytes: Buffer;
  type: PictureType;
}

/**
 * refused: the host is not one we fetch from; encrypted: by its camera; expired: the address is over (or was never
 * good); failed: everything else, which may pass.
 */
export type PictureFailure = "refused" | "encrypted" | "expired" | "failed";

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

/** Downloads a picture of at most 5 MB within 15 s. Throws PictureError; the signal's reason when that is aborted. */
export async function downloadPicture(address: string, signal: AbortSignal): Promise<Picture> {
  if (!mayFetchFrom(address, required("gateway").baseUrl, settings().mediaHosts)) {
    const host = URL.canParse(address) ? new URL(address).host : "an unreadable address";
    throw new PictureError("refused", `Pictures are not fetched from ${host}.`);
  }
  const deadline = new Deadline(timeoutMs, signal);
  const { bytes, status } = await exchange({
    url: address,
    method: "GET",
    headers: { accept: "image/jpeg, image/png" },
    body: null,
    signal: deadline.signal,
    maxBytes,
  })
    .catch((error: unknown) => {
      signal.throwIfAborted();
      if (!(error instanceof TransportError)) throw error;
      throw new PictureError("failed", `The picture could not be fetched: ${error.message}.`);
    })
    .finally(() => deadline.release());
  if (status === 403 || status === 404 || status === 410) {
    throw new PictureError("expired", `The picture is no longer at its address (HTTP ${status}).`);
  }
  if (status !== 200) throw new PictureError("failed", `The picture's host answered HTTP ${status}.`);
  if (begins(bytes, encryptedStart)) throw new PictureError("encrypted", "The camera encrypts its pictures.");
  const type = pictureType(bytes);
  if (type === null) throw new PictureError("failed", "What came is neither a JPEG nor a PNG picture.");
  return { bytes, type };
}
