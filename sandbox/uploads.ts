import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Random } from "./random";

const ROOT = "/msvehicle/";
const UPLOAD_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
const MOST_BYTES = 5 * 1024 * 1024;

/** Pictures of vehicles and drivers: sent to, and read from, signed addresses that die. Kept in memory. */
export class Uploads {
  readonly pictures = new Map<string, Buffer>();
  #key = randomBytes(32);

  static isUploadPath(path: string): boolean {
    return path.startsWith(ROOT);
  }

  newKey({ systemGuid, random }: { systemGuid: string; random: Random }, now: number): string {
    const day = new Date(now).toISOString().slice(0, 10);
    return `${ROOT.slice(1)}images/${systemGuid}/${day}/${random.hex(32)}.jpg`;
  }

  /** The query speaks of a day, as the guide's example does; the address is over after 15 minutes, as its text says. */
  uploadUrl(origin: string, key: string, now: number): string {
    return this.#sign("PUT", origin, key, now);
  }

  /** An address to read a stored picture from, "" when there is none. */
  pictureUrl(origin: string, key: string, now: number): string {
    return this.pictures.has(key) ? this.#sign("GET", origin, key, now) : "";
  }

  /** Answers 200, 403 (signature wrong or over), 404 (never stored) or 400 (no JPEG, too large). */
  async serve(request: IncomingMessage, response: ServerResponse, url: URL, now: number): Promise<void> {
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "");
    const key = decodeURIComponent(url.pathname.slice(1));
    if (!this.#isGood(method, url, now)) return refuse(response, 403, "AccessDenied");
    if (method === "PUT") return this.#store(request, response, key);
    const bytes = this.pictures.get(key);
    if (!bytes) return refuse(response, 404, "NoSuchKey");
    response.writeHead(200, { "content-type": "image/jpeg", "content-length": bytes.length });
    response.end(request.method === "HEAD" ? undefined : bytes);
  }

  async #store(request: IncomingMessage, response: ServerResponse, key: string): Promise<void> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    if (size > MOST_BYTES || bytes.subarray(0, 3).toString("hex") !== "ffd8ff") {
      return refuse(response, 400, "InvalidArgument");
    }
    this.pictures.set(key, bytes);
    response.writeHead(200, { "content-length": 0 }).end();
  }

  #sign(method: string, origin: string, key: string, now: number): string {
    const query = new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Date": String(now),
      "X-Amz-Expires": "86400",
      "X-Amz-SignedHeaders": "host",
    });
    query.append("X-Amz-Signature", this.#signature(method, `/${key}`, query));
    return `${origin}/${key}?${query}`;
  }

  #signature(method: string, path: string, query: URLSearchParams): string {
    return createHmac("sha256", this.#key).update(`${method} ${path}?${query}`).digest("hex");
  }

  #isGood(method: string, url: URL, now: number): boolean {
    const query = new URLSearchParams(url.searchParams);
    const given = Buffer.from(query.get("X-Amz-Signature") ?? "");
    query.delete("X-Amz-Signature");
    const expected = Buffer.from(this.#signature(method, url.pathname, query));
    const age = now - Number(query.get("X-Amz-Date"));
    const same = given.length === expected.length && timingSafeEqual(given, expected);
    return same && age < (method === "PUT" ? UPLOAD_MS : DAY_MS);
  }
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
}
