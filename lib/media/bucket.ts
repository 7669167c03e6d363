/**
 * A bucket that speaks S3: put, get, look, delete, by path-style addresses that every such storage knows. Four calls
 * do not need a library of a hundred packages.
 */
import { createReadStream } from "node:fs";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import type { BucketSettings } from "@/lib/env";
import { emptyHash, signed } from "./signing";

/** Storage that cannot be reached, or refuses. Carries the storage's own code, never a key. */
export class BucketError extends Error {
  override readonly name = "BucketError";
  constructor(
    what: string,
    /** HTTP status; null: no answer. */
    readonly status: number | null,
    options?: ErrorOptions,
  ) {
    super(`The bucket did not ${what}.`, options);
  }
}

export interface Range {
  /** First and last byte, both included. */
  start: number;
  end: number;
}

interface Call {
  method: "GET" | "HEAD" | "PUT" | "DELETE";
  hash: string;
  headers?: Record<string, string>;
  /** A file on this machine whose SHA-256 is `hash`, and its bytes. */
  body?: { file: string; bytes: number };
  /** Ends the call, and that it is tried again. */
  signal?: AbortSignal;
}

/** Without any sign of life for so long it is given up; later where a player may simply have paused. */
const silentMs = 10_000;
const pausedMs = 300_000;
const attempts = 2;
const pauseMs = 250;
const agents = {
  "http:": new HttpAgent({ keepAlive: true, timeout: 4_000 }),
  "https:": new HttpsAgent({ keepAlive: true, timeout: 4_000 }),
};

const doing = {
  GET: "hand a file out",
  HEAD: "say whether it has a file",
  PUT: "take a file",
  DELETE: "delete a file",
};

async function send({ method, hash, headers = {}, body, signal }: Call, to: BucketSettings): Promise<IncomingMessage> {
  const url = new URL(`${to.endpoint}/${to.name}/${to.prefix}${hash.slice(0, 2)}/${hash}`);
  const secure = url.protocol === "https:";
  const size = body === undefined ? {} : { "content-length": String(body.bytes) };
  const bodyHash = body === undefined ? emptyHash : hash;
  const request = (secure ? httpsRequest : httpRequest)(url, {
    method,
    agent: agents[secure ? "https:" : "http:"],
    headers: signed({ method, url, headers: { ...headers, ...size }, bodyHash }, to, new Date()),
    timeout: silentMs,
    ...(signal && { signal }),
  });
  request.once("timeout", () => request.destroy(new Error("SILENT")));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.once("error", reject);
  });
  // Its end is told by `answered`; without a listener of its own a failure would end the process.
  const sending = body === undefined ? request.end() : pipeline(createReadStream(body.file), request);
  if (sending instanceof Promise) sending.catch((error: Error) => request.destroy(error));
  const response = await answered;
  if (method === "GET") request.setTimeout(pausedMs);
  response.once("error", () => undefined);
  return response;
}

/** The storage's own word for a refusal, such as SignatureDoesNotMatch; at most the first kilobytes are read. */
async function codeOf(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response as AsyncIterable<Buffer>) {
    text += chunk.toString("utf8");
    if (text.length > 4_096) break;
  }
  return /<Code>(\w{1,64})<\/Code>/.exec(text)?.[1] ?? `HTTP ${response.statusCode}`;
}

const passing = (status: number | null) => status === null || status === 429 || status >= 500;

/** Throws BucketError; tries once more when that may help, all calls being repeatable. */
async function call(what: Call, to: BucketSettings, good: readonly number[]): Promise<IncomingMessage> {
  for (let attempt = 1; ; attempt++) {
    const failure = await send(what, to).then(
      async (response) => {
        if (good.includes(response.statusCode ?? 0)) return response;
        const code = await codeOf(response).catch(() => "no words");
        return new BucketError(`${doing[what.method]} (${code})`, response.statusCode ?? null);
      },
      (error: NodeJS.ErrnoException) =>
        new BucketError(`${doing[what.method]} (${error.code ?? error.message})`, null, { cause: error }),
    );
    if (!(failure instanceof BucketError)) return failure;
    if (attempt === attempts || !passing(failure.status) || what.signal?.aborted) throw failure;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Puts a file of this machine whose SHA-256 is `hash`; the storage checks that it arrives so. */
export async function putObject(to: BucketSettings, hash: string, file: string, bytes: number): Promise<void> {
  (await call({ method: "PUT", hash, body: { file, bytes } }, to, [200, 201, 204])).resume();
}

/** The bytes as they come, or a part of them; null when it is not there. */
export async function getObject(to: BucketSettings, hash: string, range?: Range): Promise<IncomingMessage | null> {
  const headers = range === undefined ? {} : { range: `bytes=${range.start}-${range.end}` };
  const response = await call({ method: "GET", hash, headers }, to, [range === undefined ? 200 : 206, 404]);
  if (response.statusCode !== 404) return response;
  response.resume();
  return null;
}

/** An answer that comes after `withinMs` is none. */
export async function hasObject(to: BucketSettings, hash: string, withinMs: number): Promise<boolean> {
  const response = await call({ method: "HEAD", hash, signal: AbortSignal.timeout(withinMs) }, to, [200, 404]);
  response.resume();
  return response.statusCode === 200;
}

/** One that is not there is as good as deleted. */
export async function deleteObject(to: BucketSettings, hash: string): Promise<void> {
  (await call({ method: "DELETE", hash }, to, [200, 202, 204, 404])).resume();
}
