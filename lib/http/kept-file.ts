/** Pictures and films as answers: what the browser has is not sent again, and players may ask for parts. */
import { Readable } from "node:stream";

export interface Part {
  /** First and last byte, both included. */
  start: number;
  end: number;
}

/** unchanged: the browser has it; beyond: no byte of what it asks for is there; part null: all of it. */
export type Wanted = "unchanged" | "beyond" | { part: Part | null };

const tagOf = (hash: string) => `"${hash}"`;

/** The one part that a `Range` asks for. Several, or what cannot be read, count as the whole (RFC 9110, 14.2). */
function partOf(header: string | null, bytes: number): Part | "beyond" | null {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return null;
  if (first === "") {
    const size = Math.min(Number(last), bytes);
    return size === 0 ? "beyond" : { start: bytes - size, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= bytes ? "beyond" : { start, end };
}

/** What a request asks for of a file of so many bytes with this hash. */
export function wantedOf(headers: Headers, { hash, bytes }: { hash: string; bytes: number }): Wanted {
  if ((headers.get("if-none-match") ?? "").includes(tagOf(hash))) return "unchanged";
  const condition = headers.get("if-range");
  const part = condition === null || condition === tagOf(hash) ? partOf(headers.get("range"), bytes) : null;
  return part === "beyond" ? part : { part };
}

export interface KeptFile {
  hash: string;
  bytes: number;
  type: string;
  /** Without anything that would end a header. */
  fileName: string;
  wanted: Wanted;
  /** Of what is wanted; null when nothing is to be sent. */
  stream: Readable | null;
}

/** `cache` is its `Cache-Control`; with `download` the browser keeps it as a file. To HEAD no bytes are sent. */
export function keptFile(
  request: Pick<Request, "method">,
  { hash, bytes, type, fileName, wanted, stream }: KeptFile,
  { cache, download = false }: { cache: string; download?: boolean },
): Response {
  const headers = {
    ETag: tagOf(hash),
    "Accept-Ranges": "bytes",
    "Cache-Control": cache,
    // What one person may see is not for the next one at the same desk.
    Vary: "Cookie",
    "Content-Type": type,
    "Content-Disposition": `${download ? "attachment" : "inline"}; filename="${fileName}"`,
    "X-Content-Type-Options": "nosniff",
  };
  if (wanted === "unchanged") return new Response(null, { status: 304, headers });
  if (wanted === "beyond" || stream === null) {
    return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${bytes}` } });
  }
  const { part } = wanted;
  const head = request.method === "HEAD";
  if (head) stream.destroy();
  const body = head ? null : (Readable.toWeb(stream) as ReadableStream<Uint8Array>);
  if (part === null) return new Response(body, { headers: { ...headers, "Content-Length": String(bytes) } });
  const size = {
    "Content-Length": String(part.end - part.start + 1),
    "Content-Range": `bytes ${part.start}-${part.end}/${bytes}`,
  };
  return new Response(body, { status: 206, headers: { ...headers, ...size } });
}

/** A small JPEG, which the browser keeps for a day: its address is another when it is another picture. */
export function keptPicture(headers: Headers, hash: string, bytes: Uint8Array): Response {
  const told = {
    ETag: tagOf(hash),
    "Cache-Control": "private, max-age=86400, immutable",
    "Content-Type": "image/jpeg",
    "X-Content-Type-Options": "nosniff",
  };
  const unchanged = wantedOf(headers, { hash, bytes: bytes.length }) === "unchanged";
  return unchanged
    ? new Response(null, { status: 304, headers: told })
    : new Response(new Uint8Array(bytes), { headers: told });
}
