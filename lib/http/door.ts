/**
 * The front door of the web process: every request passes here before Next sees it. It knows this server's names,
 * believes no header that only a proxy may set, counts requests, gives each page its nonce, and has the last word on
 * the headers of every answer, whoever made it. See docs/decisions/009.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { createServer, IncomingMessage, ServerResponse, type Server } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { settings } from "@/lib/env";
import { BadRequestError, MethodNotAllowedError, NotFoundError } from "@/lib/errors";
import { ADDRESS_HEADER, visitorAddress } from "./address";
import { Admission, refuseOtherNames } from "./admission";
import { problemOf, problemResponse } from "./problem";
import { requestIdOf } from "./request-id";
import { contentPolicy, securityHeaders, type AnswerKind } from "./security-headers";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface DoorOptions {
  /** Next, or what stands for it. */
  handle: Handle;
  dev: boolean;
  /** Milliseconds for a request's headers, and for all of it. */
  headersTimeoutMs?: number;
  requestTimeoutMs?: number;
}

/** Longer addresses come from nobody's click; all headers together may have 16 KiB. */
export const MAX_URL_LENGTH = 8_192;
const MAX_HEADER_BYTES = 16_384;
/** A body that nobody will read may still arrive this long, so that its sender gets to read the answer. */
const LINGER_MS = 5_000;

/** What only a proxy of ours, Next itself or a server action could say; we use none of the latter. */
const notBelieved =
  /^(forwarded|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|x-request-id|x-original-url|x-rewrite-url|x-http-method.*|x-method-override|content-security-policy.*|x-nonce|next-action|next-resume|x-middleware-.*|x-invoke-.*|x-matched-path|x-now-.*|x-vercel-.*)$/;

const file = /^\/(_next\/static\/.*|[\w-]+\.(txt|svg|ico|png|webmanifest))$/;
const ofNext = /^\/(_next|__nextjs[^/]*)(\/|$)/;
const api = /^\/api(\/|$)/;

const known = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const kindOf = (path: string): AnswerKind => (file.test(path) ? "file" : api.test(path) ? "data" : "page");

/** The decoded path. Throws BadRequestError for a target that is none, such as a whole address. */
function pathOf(url: string): string {
  try {
    if (url.startsWith("/") && url.length <= MAX_URL_LENGTH) return decodeURIComponent(url.split("?")[0] ?? "/");
  } catch {
    // A percent sign that stands for nothing.
  }
  throw new BadRequestError("The address cannot be understood.", {
    remedy: `Ask for a path of at most ${MAX_URL_LENGTH} characters.`,
  });
}

/** Runs `decide` before the first byte leaves, however the answer is made. */
function beforeHeaders(response: ServerResponse, decide: (status: number) => void): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    decide(status);
    return writeHead(status, ...rest);
  }) as ServerResponse["writeHead"];
}

class Door {
  readonly #options: DoorOptions;
  readonly #admission = new Admission();

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { publicUrl, trustedProxies } = settings();
    const headers = request.headers;
    const url = request.url ?? "/";
    // A page's answer unless its path says otherwise: the stricter policy when in doubt.
    let kind: AnswerKind = "data";
    const address = visitorAddress(request.socket.remoteAddress, String(headers[ADDRESS_HEADER] ?? ""), trustedProxies);
    const given = headers["x-request-id"];
    const requestId = requestIdOf(
      new Headers(trustedProxies > 0 && given !== undefined ? { "x-request-id": String(given) } : {}),
    );
    const policy = {
      nonce: randomBytes(16).toString("base64"),
      dev: this.#options.dev,
      secure: publicUrl.startsWith("https://"),
    };
    for (const name of Object.keys(headers)) if (notBelieved.test(name)) delete headers[name];
    headers[ADDRESS_HEADER] = address;
    headers["x-request-id"] = requestId;

    beforeHeaders(response, () => {
      const all = securityHeaders(kind, policy);
      for (const [name, value] of Object.entries(all)) response.setHeader(name, value);
      if (kind === "file") return;
      response.setHeader("X-Request-Id", requestId);
      const kept = String(response.getHeader("Cache-Control") ?? "");
      if (kept === "" || (kind === "page" && !kept.includes("no-store"))) {
        response.setHeader("Cache-Control", "private, no-store");
      }
    });
    response.once("finish", () => linger(request));

    try {
      const path = pathOf(url);
      kind = kindOf(path);
      refuseOtherNames(headers.host);
      if (kind === "page") {
        this.#refuseBesidePages(request, path);
        headers["content-security-policy"] = contentPolicy("page", policy);
        headers["x-nonce"] = policy.nonce;
      }
      if (kind !== "file" && !(this.#options.dev && ofNext.test(path))) {
        await this.#admission.admit(request, response, path, address);
      }
      if (kind === "data") this.#explainRefusedMethods(request, response);
      // Next takes these for a fault of its own.
      if (!known.has(request.method ?? "")) return void response.writeHead(405).end();
      await this.#options.handle(request, response);
    } catch (error) {
      if (response.headersSent) return void response.destroy();
      kind = "data";
      await this.#refuse(request, response, error);
    }
  }

  /** Pages are only read; what else Next would answer below its own paths is not for browsers. */
  #refuseBesidePages({ method = "GET" }: IncomingMessage, path: string): void {
    if (ofNext.test(path)) {
      if (this.#options.dev) return;
      throw new NotFoundError("There is nothing at this address.", { remedy: "Check the address." });
    }
    if (method !== "GET" && method !== "HEAD") throw refusedMethod(method);
  }

  /** Next answers a method that a route lacks with nothing but 405. */
  #explainRefusedMethods(request: IncomingMessage, response: ServerResponse): void {
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
    const end = response.end.bind(response);
    const isBare = () => response.statusCode === 405 && !response.hasHeader("Content-Type");
    response.writeHead = ((status: number, ...rest: unknown[]) => {
      response.statusCode = status;
      return isBare() ? response : writeHead(status, ...rest);
    }) as ServerResponse["writeHead"];
    response.end = ((...args: Parameters<typeof end>) => {
      if (response.headersSent || !isBare()) return end(...args);
      response.writeHead = writeHead as ServerResponse["writeHead"];
      response.end = end;
      void allowedMethods(this.#options.handle, request)
        .then((allowed) => {
          response.setHeader("Allow", allowed);
          return this.#refuse(request, response, refusedMethod(request.method ?? ""));
        })
        .catch(() => response.destroy());
      return response;
    }) as typeof end;
  }

  async #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): Promise<void> {
    const requestId = String(request.headers["x-request-id"]);
    const instance = (request.url ?? "/").split("?")[0]?.slice(0, 200) ?? "/";
    const answer = problemResponse(problemOf(error, { requestId, instance }));
    if (error instanceof MethodNotAllowedError && !response.hasHeader("Allow"))
      response.setHeader("Allow", "GET, HEAD");
    response.statusCode = answer.status;
    answer.headers.forEach((value, name) => response.setHeader(name, value));
    response.end(request.method === "HEAD" ? undefined : await answer.text());
  }
}

function refusedMethod(method: string): MethodNotAllowedError {
  return new MethodNotAllowedError(`${method} is not possible here.`, {
    remedy: "The header Allow names what is.",
  });
}

/** Next knows which methods a route has, and tells it to OPTIONS alone; nothing of the route itself runs for that. */
function allowedMethods(handle: Handle, { url, headers }: IncomingMessage): Promise<string> {
  const question = new IncomingMessage(new Socket());
  question.method = "OPTIONS";
  question.url = url ?? "/";
  question.headers = { host: headers.host ?? "localhost" };
  question.push(null);
  const answer = new ServerResponse(question);
  return new Promise((resolve, reject) => {
    answer.writeHead = (() => {
      resolve(String(answer.getHeader("Allow") ?? ""));
      return answer;
    }) as ServerResponse["writeHead"];
    handle(question, answer).catch(reject);
  });
}

/** Reads on for a while what the sender of a refused body still sends, then hangs up. */
function linger(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  request.removeAllListeners("readable");
  request.resume();
  // Once it is complete, the connection may already carry the next request.
  setTimeout(() => request.complete || request.socket.destroy(), LINGER_MS).unref();
}

const unreadable: Readonly<Record<string, [status: number, reason: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large", "The headers are larger than 16 KiB."],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "The request took too long to arrive."],
};

/** What cannot be read as HTTP, or does not arrive in time, is told so, unless an answer is already on its way. */
function refuseUnreadable(
  error: Error & { code?: string },
  socket: Duplex,
  answering: WeakMap<Duplex, ServerResponse>,
) {
  const started = answering.get(socket);
  if (error.code === "ECONNRESET" || !socket.writable || (started?.headersSent && !started.writableFinished)) {
    return void socket.destroy();
  }
  const known = unreadable[error.code ?? ""] ?? [400, "Bad Request", "The request cannot be understood."];
  const [status, title, detail] = known;
  const requestId = randomUUID();
  const body = JSON.stringify({
    type: "urn:gatehouse:problem:unreadable",
    title,
    status,
    detail,
    instance: "/",
    requestId,
  });
  const secure = settings().publicUrl.startsWith("https://");
  const headers = {
    ...securityHeaders("data", { nonce: "", dev: false, secure }),
    "Content-Type": "application/problem+json",
    "Content-Length": String(Buffer.byteLength(body)),
    "Cache-Control": "private, no-store",
    "X-Request-Id": requestId,
    Connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${title}\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
}

/** The listener of the web process, not yet listening. */
export function openDoor(options: DoorOptions): Server {
  const door = new Door(options);
  const answering = new WeakMap<Duplex, ServerResponse>();
  const headersTimeout = options.headersTimeoutMs ?? 15_000;
  const requestTimeout = options.requestTimeoutMs ?? 60_000;
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout,
      // Of arriving requests: an event stream's answer may last.
      requestTimeout,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: Math.min(5_000, headersTimeout / 2),
    },
    (request, response) => {
      answering.set(request.socket, response);
      void door.receive(request, response);
    },
  );
  server.on("clientError", (error, socket) => refuseUnreadable(error, socket, answering));
  // Next takes upgrades for its development server alone, and elsewhere leaves the connection open.
  if (!options.dev) server.on("upgrade", (_request, socket) => socket.destroy());
  return server;
}
