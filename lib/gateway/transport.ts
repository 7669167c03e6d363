/**
 * One HTTP exchange. Node's own client is used because it lets us hold the request back until its socket is
 * connected: only then does the rate budget's grant count, and only then may anything have reached the gateway.
 */
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

export interface Exchange {
  url: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  body: string | null;
  /** Ends the exchange; its reason tells why. */
  signal: AbortSignal;
  maxBytes: number;
  /** The socket is ready; resolve false to give up before anything is sent. */
  beforeSend?: () => Promise<boolean>;
  /** The first byte of the answer is here. */
  onAnswer?: () => void;
}

export interface Answer {
  status: number;
  contentType: string | null;
  /** The server's clock, from its Date header. */
  date: Date | null;
  bytes: Buffer;
}

/** Why there is no answer, and whether the request may have arrived. */
export class TransportError extends Error {
  constructor(
    readonly kind: "unreachable" | "interrupted" | "aborted" | "held-back" | "too-large",
    readonly sent: boolean,
    /** A machine word such as ECONNREFUSED. */
    readonly reason: string | null,
  ) {
    super(`${kind}${reason === null ? "" : ` (${reason})`}`);
  }
}

const agentOptions = {
  keepAlive: true,
  keepAliveMsecs: 1_000,
  maxSockets: 16,
  timeout: 60_000,
  scheduling: "lifo",
} as const;
const httpAgent = new HttpAgent(agentOptions);
const httpsAgent = new HttpsAgent(agentOptions);

function connected(request: ClientRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    request.once("error", reject);
    request.once("socket", (socket: Socket) => {
      if (!socket.connecting) return resolve();
      socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", () => resolve());
    });
  });
}

async function readAll(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new TransportError("too-large", true, null);
    chunks.push(chunk);
  }
  // A connection that ends early ends the stream all the same; Node only marks it.
  if (!response.complete) throw new TransportError("interrupted", true, "TRUNCATED");
  return Buffer.concat(chunks);
}

const word = (error: unknown) => (error as NodeJS.ErrnoException).code ?? null;

/** Sends once, follows no redirect. Throws TransportError. */
export async function exchange(options: Exchange): Promise<Answer> {
  const url = new URL(options.url);
  const secure = url.protocol === "https:";
  let sent = false;
  const request = (secure ? httpsRequest : httpRequest)(url, {
    method: options.method,
    agent: secure ? httpsAgent : httpAgent,
    headers: {
      ...options.headers,
      ...(options.body === null ? {} : { "content-length": String(Buffer.byteLength(options.body)) }),
    },
  });
  const abort = () => request.destroy(new TransportError("aborted", sent, null));
  options.signal.addEventListener("abort", abort, { once: true });
  try {
    if (options.signal.aborted) throw new TransportError("aborted", false, null);
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.once("response", resolve);
      request.once("error", reject);
      request.once("close", () => reject(new TransportError("interrupted", sent, "CLOSED")));
    });
    // Whoever awaits `connected` hears the error first; this keeps the other promise from being called unhandled.
    answered.catch(() => undefined);
    await connected(request);
    if (options.beforeSend !== undefined && !(await options.beforeSend())) {
      throw new TransportError("held-back", false, null);
    }
    sent = true;
    request.end(options.body ?? undefined);
    const response = await answered;
    options.onAnswer?.();
    const bytes = await readAll(response, options.maxBytes);
    const date = response.headers.date === undefined ? null : new Date(response.headers.date);
    return {
      status: response.statusCode ?? 0,
      contentType: response.headers["content-type"] ?? null,
      date: date === null || Number.isNaN(date.getTime()) ? null : date,
      bytes,
    };
  } catch (error) {
    request.destroy();
    if (error instanceof TransportError) throw new TransportError(error.kind, sent, error.reason);
    if (options.signal.aborted) throw new TransportError("aborted", sent, word(error));
    throw new TransportError(sent ? "interrupted" : "unreachable", sent, word(error));
  } finally {
    options.signal.removeEventListener("abort", abort);
  }
}
