import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { clipFile } from "./clip-file";
import type { Clock } from "./clock";
import { stateOf } from "./world/clips";
import type { Clip } from "./world/clips";
import { localTime } from "./world/timezones";
import type { World } from "./world/world";

const CLIP = /^\/REC_FILES\/([0-9a-f]{32})\/([0-9a-f]{32})\.mp4$/;
const SOUND = /^\/alarm-audio\/([123])\.wav$/;
const SOUND_MS = 24 * 3_600_000;
const PICTURES_A_CLIP = 5;
const KEPT_CLIPS = 20;

/** Exported clips and the sounds of priorities, under signed addresses that end. */
export class Files {
  #key = randomBytes(32);
  #clips = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly clock: Clock,
    private readonly world: () => World,
  ) {}

  clipUrl(origin: string, { taskId, expiresAt }: Clip): string {
    return origin + this.#sign(`/REC_FILES/${taskId.replace("#", "/")}.mp4`, expiresAt);
  }

  soundUrl(origin: string, level: number): string {
    return origin + this.#sign(`/alarm-audio/${level}.wav`, this.clock.now() + SOUND_MS);
  }

  static isFilePath(path: string): boolean {
    return CLIP.test(path) || SOUND.test(path);
  }

  /** Answers 200 with the bytes, 403 when the address is over or was changed, 404 when the clip is gone. */
  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (!this.#isValid(url)) return refuse(response, 403, "AccessDenied");
    const sound = SOUND.exec(url.pathname)?.[1];
    const clip = this.#clipOf(url.pathname);
    const bytes = sound === undefined ? clip && (await this.#film(clip)) : tone(Number(sound));
    if (!bytes) return refuse(response, 404, "NoSuchKey");
    const type = sound === undefined ? "video/mp4" : "audio/wav";
    response.writeHead(200, { "content-type": type, "content-length": bytes.length });
    response.end(request.method === "HEAD" ? undefined : bytes);
  }

  #clipOf(path: string): Clip | undefined {
    const [, first, second] = CLIP.exec(path) ?? [];
    const clip = this.world().clips.all.get(`${first}#${second}`);
    return clip && stateOf(clip, this.clock.now()) === "done" ? clip : undefined;
  }

  #film({ taskId, channelId, window }: Clip): Promise<Buffer> | undefined {
    const channel = this.world().channels.get(channelId);
    if (!channel) return undefined;
    const known = this.#clips.get(taskId);
    if (known) return known;
    const durationMs = window.to - window.from;
    const times = Array.from({ length: PICTURES_A_CLIP }, (_, n) =>
      localTime(channel.device.timeZoneId, window.from + (durationMs / PICTURES_A_CLIP) * n),
    );
    const name = channel.resource?.name ?? channel.name;
    const film = clipFile({ cameraId: channelId, name, times, durationMs });
    this.#clips.set(taskId, film);
    const [oldest] = this.#clips.keys();
    if (this.#clips.size > KEPT_CLIPS && oldest !== undefined) this.#clips.delete(oldest);
    return film;
  }

  #sign(path: string, ends: number): string {
    const query = new URLSearchParams({ AWSAccessKeyId: "sandbox", Expires: String(Math.floor(ends / 1_000)) });
    query.append("Signature", this.#signature(path, query));
    return `${path}?${query}`;
  }

  #signature(path: string, query: URLSearchParams): string {
    return createHmac("sha256", this.#key).update(`${path}?${query}`).digest("base64url");
  }

  #isValid(url: URL): boolean {
    const query = new URLSearchParams(url.searchParams);
    const given = Buffer.from(query.get("Signature") ?? "");
    query.delete("Signature");
    const expected = Buffer.from(this.#signature(url.pathname, query));
    const genuine = given.length === expected.length && timingSafeEqual(given, expected);
    return genuine && this.clock.now() < Number(query.get("Expires")) * 1_000;
  }
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
}

/** A third of a second of sound: higher and more urgent for a higher priority. */
function tone(level: number): Buffer {
  const rate = 8_000;
  const samples = Buffer.alloc(Math.round(rate / 3));
  const pitch = [0, 880, 660, 440][level] ?? 440;
  for (let n = 0; n < samples.length; n++) {
    const fade = 1 - n / samples.length;
    samples[n] = 128 + Math.round(90 * fade * Math.sin((2 * Math.PI * pitch * n) / rate));
  }
  const head = Buffer.alloc(44);
  head.write("RIFF");
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
