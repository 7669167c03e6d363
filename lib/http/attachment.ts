/** A kept file as a download: never shown in the browser's window, whatever is in it. */
import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";

export interface Attachment {
  /** Closed when the answer is sent, or given up. */
  file: FileHandle;
  name: string;
  type: string;
  bytes: number;
}

/** RFC 6266: a plain name for old browsers, the true one beside it. Nothing in a name can end the header. */
export function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^\w .,()-]/g, "_");
  const exact = encodeURIComponent(name.replaceAll(/[\ud800-\udfff]/gu, "_")).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

export function attachment({ file, name, type, bytes }: Attachment): Response {
  const body = Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Length": String(bytes),
      "Content-Disposition": dispositionOf(name),
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "sandbox",
    },
  });
}
