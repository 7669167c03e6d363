/**
 * One HTTP exchange. Node's own client is used because it lets us hold the request back until its socket is
 * connected: only then does the rate budget's grant count, and only then may anything have reached the gateway.
 */
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { outsideLookup } from "./addresses";

export interface Exchange {
  url: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  body: string | null;
  /** Ends the exchange. */
  signal: AbortSignal;
  maxBytes: number;
  /**
   * Takes a connection of its own. The server may close a kept one just as a request leaves on it, and then nobody
   * knows whether it arrived.
   */
  fresh?: boolean;
  /** Connects to outside addresses alone; otherwise the reason is PRIVATE_ADDRESS. Not for hosts given as addresses. */
  outside?: boolean;
  /** Takes the bytes of an answer with status 200 as they come; `bytes` is empty then. Of others a little is read. */
  into?: (chunk: Buffer) => Promise<void>;
}

export interface Answer {
  status: number;
  contentType: string | null;
  /** How far the server's clock is ahead of ours, milliseconds; its Date header counts in seconds. */
  skewMs: number | null;
  bytes: Buffer;
}

/** A request whose socket is connected and which has not been sent. */
export interface Line {
  /** Sends, once; follows no redirect. `onAnswer` hears the first byte of the answer. Throws TransportError. */
  send(onAnswer?: () => void): Promise<Answer>;
  /** Gives up without sending. */
  close(): void;
}

/** Why there is no answer, and whether the request may have arrived. */
export class TransportError extends Error {
  constructor(
    readonly kind: "unreachable" | "interrupted" | "aborted" | "too-large",
    readonly sent: boolean,
    /** A machine word such as ECONNREFUSED. */
    readonly reason: string | null,
  ) {
    super(`${kind}${reason === null ? "" : ` (${reason})`}`);
  }
}

/** Name, connection and TLS together. A host that takes longer is not reachable in any useful sense. */
const connectMs = 5_000;
// Shorter than any server keeps an idle connection, and than firewalls do. The rate budget bounds how many there are.
const keptIdle = { keepAlive: true, timeout: 4_000, maxFreeSockets: 8, scheduling: "lifo" } as const;
/** Of an answer that nobody wanted. */
const maxWordsBytes = 64 * 1024;
const agents = {
  http: { kept: new HttpAgent(keptIdle), fresh: new HttpAgent(), outside: new HttpAgent(keptIdle) },
  https: { kept: new HttpsAgent(keptIdle), fresh: new HttpsAgent(), outside: new HttpsAgent(keptIdle) },
};

function connected(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    request.once("socket", (socket: Socket) => {
      if (!socket.connecting) return resolve();
      socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", () => resolve());
    });
  });
}

async function readAll(response: IncomingMessage, { maxBytes, into }: Exchange): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const passOn = response.statusCode === 200 ? into : undefined;
  const most = into !== undefined && passOn === undefined ? Math.min(maxBytes, maxWordsBytes) : maxBytes;
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new TransportError("too-large", true, null);
    if (passOn === undefined) chunks.push(chunk);
    else await passOn(chunk);
  }
  // A connection that ends early ends the stream all the same; Node only marks it.
  if (!response.complete) throw new TransportError("interrupted", true, "TRUNCATED");
  return Buffer.concat(chunks);
}

const word = (error: unknown) => (error as NodeJS.ErrnoException | undefined)?.code ?? null;

function skew(date: string | undefined): number | null {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? null : time - Date.now();
}

/** Connects and holds the request back. Throws TransportError. */
export async function connect(options: Exchange): Promise<Line> {
  const { signal } = options;
  if (signal.aborted) throw new TransportError("aborted", false, null);
  const url = new URL(options.url);
  const secure = url.protocol === "https:";
  const pair = secure ? agents.https : agents.http;
  const request = (secure ? httpsRequest : httpRequest)(url, {
    method: options.method,
    // A connection that was made without looking where it goes is never lent to one that must look.
    agent: options.outside ? pair.outside : options.fresh ? pair.fresh : pair.kept,
    ...(options.outside ? { lookup: outsideLookup } : {}),
    headers: {
      ...options.headers,
      ...(options.body === null ? {} : { "content-length": String(Buffer.byteLength(options.body)) }),
    },
  });
  let sent = false;
  let end: (error: unknown) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => (end = reject));
  // It may end while nobody waits.
  ended.catch(() => undefined);
  // Stays: an error nobody listens to would end the process.
  request.on("error", (error) => end(error));
  request.once("close", () => end(new TransportError("interrupted", sent, "CLOSED")));
  // Does not wait for the request's own error, which does not come before there is a socket.
  const abort = () => {
    end(new TransportError("aborted", sent, null));
    request.destroy();
  };
  signal.addEventListener("abort", abort, { once: true });
  const finish = (error?: unknown): TransportError => {
    signal.removeEventListener("abort", abort);
    request.destroy();
    if (signal.aborted) return new TransportError("aborted", sent, null);
    if (error instanceof TransportError) return new TransportError(error.kind, sent, error.reason);
    return new TransportError(sent ? "interrupted" : "unreachable", sent, word(error));
  };

  const timer = setTimeout(() => end(new TransportError("unreachable", false, "CONNECT_TIMEOUT")), connectMs);
  try {
    await Promise.race([connected(request), ended]);
  } catch (error) {
    throw finish(error);
  } finally {
    clearTimeout(timer);
  }

  const send = async (onAnswer?: () => void): Promise<Answer> => {
    try {
      if (signal.aborted) throw new TransportError("aborted", false, null);
      const answered = new Promise<IncomingMessage>((resolve) => request.once("response", resolve));
      // A kept connection may have been closed while the request was held back: then nothing leaves.
      if (request.destroyed) await ended;
      sent = true;
      request.end(options.body ?? undefined);
      const response = await Promise.race([answered, ended]);
      onAnswer?.();
      const skewMs = skew(response.headers.date);
      const bytes = await readAll(response, options);
      signal.removeEventListener("abort", abort);
      const contentType = response.headers["content-type"] ?? null;
      return { status: response.statusCode ?? 0, contentType, skewMs, bytes };
    } catch (error) {
      throw finish(error);
    }
  };
  return { send, close: () => void finish() };
}

/** Sends at once and follows no redirect. Throws TransportError. */
export async function exchange(options: Exchange): Promise<Answer> {
  return (await connect(options)).send();
}
