import type { IncomingMessage, ServerResponse } from "node:http";
import { CONTRACT } from "./contract";
import type { Endpoint } from "./contract";
import { deliver } from "./deliver";
import type { Reply } from "./deliver";
import { GatewayError } from "./errors";
import { carriesOut } from "./faults";
import type { Fault } from "./faults";
import { HANDLERS } from "./handlers";
import type { Handler } from "./handlers/handler";
import { masked } from "./journal";
import type { Entry } from "./journal";
import type { Parts } from "./parts";
import type { Envelope, Speller } from "./spelling";
import { validate } from "./validate";
import type { Json, JsonObject } from "./validate";

export const API_ROOT = "/api/hccgw";
// Two pictures of 5 MB in base64.
const BODY_LIMIT = 16 * 1024 * 1024;

interface Route {
  endpoint: Endpoint;
  handler: Handler;
  pattern: RegExp;
  names: string[];
}

const ROUTES: readonly Route[] = CONTRACT.map((endpoint) => {
  const handler = HANDLERS[endpoint.path];
  if (!handler) throw new Error(`no handler for ${endpoint.path}`);
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const pattern = new RegExp(`^${endpoint.path.replace(/\{\w+\}/g, "([^/]+)")}$`);
  return { endpoint, handler, pattern, names };
});

/** Answers one API request; `arrivedAt` is the monotonic time its headers came in, `startedAt` the sandbox's. */
export async function answerApi(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  arrivedAt: number,
  startedAt: number,
): Promise<void> {
  const method = request.method ?? "GET";
  const short = url.pathname.startsWith(`${API_ROOT}/`) ? url.pathname.slice(API_ROOT.length) : url.pathname;
  const refused = parts.rate.arrive(arrivedAt, short);
  const entry = parts.journal.open(arrivedAt - startedAt, new Date().toISOString(), method, url.pathname);
  entry.refused = refused;
  response.once("close", () => {
    entry.aborted = !response.writableFinished;
    entry.durationMs = Math.round(performance.now() - arrivedAt);
  });
  const raw = await readBody(request);
  if (raw === null) return void response.destroy();
  entry.body = masked(parseQuietly(raw));
  if (refused) {
    const { status, code } = parts.rate.settings;
    return send(
      parts,
      response,
      entry,
      business(parts.speller, { errorCode: code, message: new GatewayError(code).message }, { status }),
      null,
    );
  }
  const { waitMs, fault } = parts.faults.strike(`${method} ${url.pathname}`);
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  const token = request.headers["token"]?.toString();
  if (fault?.kind === "tokenExpired") parts.tokens.expire(token);
  const call = { method, url, short, token, raw, contentType: request.headers["content-type"] ?? "" };
  const reply = fault && !carriesOut(fault) ? null : await perform(parts, call);
  send(parts, response, entry, reply, fault);
}

function send(
  { speller }: Parts,
  response: ServerResponse,
  entry: Entry,
  reply: Reply | null,
  fault: Fault | null,
): void {
  entry.fault = fault?.kind ?? null;
  const sent = deliver(response, reply, fault, (code) =>
    business(speller, { errorCode: code, message: new GatewayError(code).message }),
  );
  entry.status = sent?.status ?? null;
  entry.code = sent?.code ?? null;
}

interface Call {
  method: string;
  url: URL;
  short: string;
  token: string | undefined;
  raw: string;
  contentType: string;
}

async function perform(parts: Parts, call: Call): Promise<Reply> {
  const candidates = ROUTES.filter((route) => route.pattern.test(call.short));
  const route = candidates.find(({ endpoint }) => endpoint.method === call.method);
  if (candidates.length === 0) return spring(404, "Not Found", call.url.pathname);
  if (!route) return spring(405, "Method Not Allowed", call.url.pathname);
  if (call.raw !== "" && call.method === "POST" && !/^application\/json\s*(;|$)/i.test(call.contentType)) {
    return spring(415, "Unsupported Media Type", call.url.pathname);
  }
  try {
    const data = await run(parts, route, call);
    const { path } = route.endpoint;
    return business(parts.speller, { errorCode: "0", ...(data !== undefined && { data }) }, { path });
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return business(parts.speller, { errorCode: error.code, message: error.message });
  }
}

async function run(parts: Parts, { endpoint, handler, pattern, names }: Route, call: Call) {
  if (endpoint.token) parts.tokens.check(call.token);
  const input = validate(endpoint.method === "GET" ? {} : parseBody(call.raw), endpoint.fields);
  const found = pattern.exec(call.short) ?? [];
  const params = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]));
  const { world, clock, settings, tokens, pictures, files } = parts;
  return handler({ world, clock, settings, tokens, pictures, files, origin: call.url.origin, params }, input);
}

function parseBody(raw: string): JsonObject {
  if (raw.trim() === "") return {};
  const body = parseQuietly(raw);
  if (body === null || typeof body !== "object" || Array.isArray(body)) throw new GatewayError("OPEN000008");
  return body;
}

function parseQuietly(raw: string): Json {
  try {
    return JSON.parse(raw) as Json;
  } catch {
    return null;
  }
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > BODY_LIMIT) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString("utf8");
}

function business(speller: Speller, envelope: Envelope, { status = 200, path = "" } = {}): Reply {
  const body = speller.write(envelope, path);
  return { status, code: envelope.errorCode, type: "application/json;charset=UTF-8", body };
}

/** The body of the web framework in front: a numeric status and no errorCode. */
export function spring(status: number, error: string, path: string): Reply {
  const body = JSON.stringify({ timestamp: new Date().toISOString().replace("Z", "+00:00"), status, error, path });
  return { status, code: null, type: "application/json", body };
}
