/** Files of alarms and events, and a host that hands files out as it is told. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { keep, prepare } from "@/lib/media/store";

export interface FileInit {
  id?: string | undefined;
  alarmId?: string | null;
  eventId?: string | null;
  key?: string;
  state?: string;
  kind?: string;
  taken?: string;
  origin?: string;
  url?: string | null;
  /** Milliseconds from now, or ago where below zero. */
  diesInMs?: number;
  /** Two that come one after the other may come in the same millisecond: where their order matters, say it. */
  seenAgoMs?: number;
  hash?: string | null;
  bytes?: number | null;
  mediaType?: string | null;
  thumbnailHash?: string | null;
}

/** Stores one as the pump would have, and returns its id. */
export async function makeFile(init: FileInit): Promise<string> {
  const { alarmId = null, eventId = null, key = randomUUID(), state = "kept", kind = "picture" } = init;
  const { taken = "unknown", origin = "alarm", url = null, diesInMs = 15 * 60_000 } = init;
  const { hash = null, bytes = null, mediaType = null, thumbnailHash = null, seenAgoMs = 0 } = init;
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO alarm_file (id, alarm_id, event_id, key, state, kind, taken, origin, url, expires_at, hash, bytes,
                             media_type, thumbnail_hash, first_seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() + $10 * interval '1 millisecond', $11, $12, $13, $14,
             clock_timestamp() - $15 * interval '1 millisecond')
     RETURNING id`,
    [
      ...[init.id ?? randomUUID(), alarmId, eventId, key, state, kind, taken, origin, url, diesInMs],
      ...[hash, bytes, mediaType, thumbnailHash, seenAgoMs],
    ],
  );
  return rows[0]?.id ?? "";
}

/** Puts bytes where pictures are kept; returns their hash. The caller stores who uses it. */
export async function putMedia(bytes: Buffer): Promise<string> {
  const prepared = await prepare(bytes);
  await transaction((tx) => keep(tx, prepared));
  return prepared.hash;
}

/** A JPEG of one colour; different colours are different files. */
export function jpeg(width: number, height: number, red = 120): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: red, g: 90, b: 60 } } })
    .jpeg()
    .toBuffer();
}

/** The beginning of a film, and as much more as wished. */
export function film(bytes = 2_000): Buffer {
  const start = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypisom\0\0\0\0isomavc1")]);
  return Buffer.concat([start, Buffer.alloc(Math.max(0, bytes - start.length), 7)]);
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface FileHost {
  url: string;
  /** What a path answers: bytes with status 200, or whatever a function does. */
  on(path: string, answer: Buffer | Answer): void;
  /** Paths that were asked for, in order. */
  asked: string[];
  stop(): Promise<void>;
}

/** Starts on a free port and makes itself the gateway's host, so that it may be fetched from. */
export async function startFileHost(): Promise<FileHost> {
  const answers = new Map<string, Buffer | Answer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    asked.push(path);
    const answer = answers.get(path);
    if (answer === undefined) response.writeHead(404).end();
    else if (Buffer.isBuffer(answer)) response.writeHead(200, { "content-length": answer.length }).end(answer);
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, { HCC_BASE_URL: url, HCC_APP_KEY: "k", HCC_SECRET_KEY: "s" });
  return {
    url,
    on: (path, answer) => void answers.set(path, answer),
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
