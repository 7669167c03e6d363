import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "./clock";
import { drawPortrait } from "./portraits";
import { drawScene, escapeXml } from "./scenes";
import { localTime } from "./world/timezones";
import type { Channel, World } from "./world/world";

const THUMBNAIL_SECONDS = 24 * 3600;
const CAPTURE_SECONDS = 15 * 60;
/** Faces, snapshots of swipes, and doors. */
const ACCESS = "/image/access/";
const ALARM_PATH = "/hccopen/alarm/";
const CACHE_BYTES = 48 * 1024 * 1024;

/** First bytes of a picture encrypted by its device. */
const ENCRYPTED_MARK = "hikencodepicture";

/**
 * Pictures under signed URLs that die: a thumbnail after a day, a capture after 15 minutes (guide 5.2).
 * Nothing is stored: path and date say which camera and moment, the signature that we said so.
 */
export class Pictures {
  #key = randomBytes(32);
  #cache = new Map<string, Buffer>();
  #cached = 0;
  served = 0;
  refused = 0;

  constructor(
    private readonly clock: Clock,
    private readonly world: () => World,
  ) {}

  thumbnailUrl(origin: string, channel: Channel, at: number): string {
    return origin + this.#sign(`/image/pic/${channel.id}`, at, THUMBNAIL_SECONDS);
  }

  captureUrl(origin: string, channel: Channel, at: number): string {
    const day = new Date(at).toISOString().slice(0, 10);
    const id = createHash("md5").update(`${channel.id}/${at}`).digest("hex");
    const uuid = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join("-");
    const path = `/hccopen/capture/${day}/${encodeURIComponent(channel.device.serialNo)}/${channel.no}/${uuid}.jpeg`;
    return origin + this.#sign(path, at, CAPTURE_SECONDS);
  }

  /** Signs an address of any kind for a picture taken at `at`. */
  signedUrl(origin: string, path: string, at: number, seconds: number): string {
    return origin + this.#sign(path, at, seconds);
  }

  /** A picture that came with an alarm: taken at one moment, told of at another, from which it lives 15 minutes. */
  alarmUrl(origin: string, channel: Channel, takenAt: number, toldAt: number): string {
    return origin + this.#sign(`${ALARM_PATH}${takenAt}/${channel.id}.jpeg`, toldAt, CAPTURE_SECONDS);
  }

  static isPicturePath(path: string): boolean {
    return [ACCESS, "/image/pic/", "/hccopen/capture/", ALARM_PATH].some((start) => path.startsWith(start));
  }

  /** Answers 200 with the bytes, 403 when the signature is wrong or over, 404 when the camera is gone. */
  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const problem = this.#problem(url);
    const channel = problem === null ? this.#channelOf(url.pathname) : undefined;
    const person = problem === null ? await this.#renderAccess(url) : null;
    if (problem !== null || (!channel && !person)) {
      this.refused++;
      const [status, code, text] =
        problem === null ? [404, "NoSuchKey", "No such picture"] : [403, "AccessDenied", problem];
      response.writeHead(status as number, { "content-type": "application/xml" });
      response.end(
        `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(String(text))}</Message></Error>`,
      );
      return;
    }
    const bytes = person ?? (channel ? await this.#render(url, channel) : Buffer.alloc(0));
    this.served++;
    response.writeHead(200, {
      "content-type": "image/jpeg",
      "content-length": bytes.length,
      "cache-control": "private, max-age=60",
    });
    response.end(request.method === "HEAD" ? undefined : bytes);
  }

  #sign(path: string, at: number, seconds: number): string {
    const query = new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Date": new Date(at).toISOString().replace(/[-:]|\.\d+/g, ""),
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Expires": String(seconds),
      "X-Amz-Credential": `sandbox/${new Date(at).toISOString().slice(0, 10).replace(/-/g, "")}/local/s3/aws4_request`,
    });
    query.append("X-Amz-Signature", this.#signature(path, query));
    return `${path}?${query}`;
  }

  #signature(path: string, query: URLSearchParams): string {
    return createHmac("sha256", this.#key).update(`${path}?${query}`).digest("hex");
  }

  #problem(url: URL): string | null {
    const query = new URLSearchParams(url.searchParams);
    const given = Buffer.from(query.get("X-Amz-Signature") ?? "");
    query.delete("X-Amz-Signature");
    const expected = Buffer.from(this.#signature(url.pathname, query));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return "The signature does not match";
    const ends = momentOf(url) + Number(query.get("X-Amz-Expires")) * 1000;
    return this.clock.now() >= ends ? "Request has expired" : null;
  }

  #channelOf(path: string): Channel | undefined {
    const parts = path.split("/");
    if (path.startsWith(`${ACCESS}door/`)) return this.world().channels.get(parts[4] ?? "");
    if (path.startsWith(ACCESS)) return undefined;
    if (path.startsWith(ALARM_PATH)) return this.world().channels.get((parts[4] ?? "").replace(/\.jpeg$/, ""));
    if (parts[1] === "image") return this.world().channels.get(parts[3] ?? "");
    const device = this.world().devicesBySerial.get(decodeURIComponent(parts[4] ?? ""));
    return device?.channels.find((channel) => channel.kind === "camera" && channel.no === Number(parts[5]));
  }

  /** A face or a snapshot of a swipe; null for other paths and for persons who are gone. */
  async #renderAccess({ pathname }: URL): Promise<Buffer | null> {
    if (!pathname.startsWith(ACCESS)) return null;
    const [kind, id = "", personId = "-"] = pathname.slice(ACCESS.length).split("/");
    if (kind === "swipe") return portrait(personId === "-" ? id : personId, "Access");
    const person = kind === "face" ? this.world().people.persons.get(id) : undefined;
    if (!person?.photo) return null;
    return person.photo.bytes ?? portrait(id, null);
  }

  async #render(url: URL, channel: Channel): Promise<Buffer> {
    const name = channel.resource?.name ?? channel.name;
    const key = [url.pathname, url.searchParams.get("X-Amz-Date"), channel.device.encrypted, name].join("|");
    const known = this.#cache.get(key);
    if (known) {
      this.#cache.delete(key);
      this.#cache.set(key, known);
      return known;
    }
    const [width, height] = url.pathname.startsWith("/image/") ? [640, 360] : [1280, 720];
    const alarm = url.pathname.startsWith(ALARM_PATH);
    const time = localTime(channel.device.timeZoneId, alarm ? Number(url.pathname.split("/")[3]) : momentOf(url));
    const bytes = channel.device.encrypted
      ? encrypted()
      : await jpeg({ cameraId: channel.id, name, time, width, height, alarm });
    this.#keep(key, bytes);
    return bytes;
  }

  #keep(key: string, bytes: Buffer): void {
    this.#cache.set(key, bytes);
    this.#cached += bytes.length;
    for (const [oldest, old] of this.#cache) {
      if (this.#cached <= CACHE_BYTES) break;
      this.#cache.delete(oldest);
      this.#cached -= old.length;
    }
  }
}

/** The moment a URL was signed for, epoch ms. */
function momentOf(url: URL): number {
  const date = url.searchParams.get("X-Amz-Date") ?? "";
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function encrypted(): Buffer {
  return Buffer.concat([Buffer.from(ENCRYPTED_MARK), randomBytes(24_000)]);
}

async function portrait(key: string, caption: string | null): Promise<Buffer> {
  const { default: sharp } = await import("sharp");
  return sharp(Buffer.from(drawPortrait(key, caption)))
    .jpeg({ quality: 82 })
    .toBuffer();
}

async function jpeg(scene: Parameters<typeof drawScene>[0]): Promise<Buffer> {
  const { default: sharp } = await import("sharp");
  return sharp(Buffer.from(drawScene(scene)))
    .jpeg({ quality: 78 })
    .toBuffer();
}
