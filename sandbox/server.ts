import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { z } from "zod";
import { buildWorld } from "./world/build";
import { Clock } from "./clock";
import { control } from "./control";
import { ControlError } from "./controlcall";
import { Faults } from "./faults";
import { Files } from "./files";
import { answerApi, API_ROOT, spring } from "./gateway";
import { Journal } from "./journal";
import { Life } from "./world/life";
import type { Sandbox } from "./parts";
import { Pictures } from "./pictures";
import { Player } from "./queues/player";
import { defaultRate, RateLimiter } from "./rate";
import { defaultSettings } from "./settings";
import { Speller } from "./spelling";
import { Tokens } from "./tokens";
import { Uploads } from "./uploads";
import type { Dataset, World } from "./world/world";

export interface SandboxOptions {
  /** 0 takes any free port. */
  port?: number;
  host?: string;
  dataset?: Dataset;
  /** The same seed gives the same world. */
  seed?: string;
  appKey?: string;
  secretKey?: string;
  /** Start with devices that do not come and go by themselves. */
  paused?: boolean;
}

const ANY_HOST = new Set(["0.0.0.0", "::"]);
const OWN_NAMES = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Starts a gateway of its own over HTTP and answers once it listens; rejects when the port is taken. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = "127.0.0.1", dataset = "small", seed = "gatehouse", paused = false } = options;
  const { appKey = "sandbox-app-key", secretKey = "sandbox-secret-key" } = options;
  const startedAt = performance.now();
  const clock = new Clock();
  const build = (ofDataset: Dataset, fromSeed: string): World => {
    const built = buildWorld(ofDataset, fromSeed, clock.now());
    built.outages.now = () => clock.now();
    return built;
  };
  const world = build(dataset, seed);
  const pictures = new Pictures(clock, () => sandbox.world);
  const player = new Player(() => sandbox.world, pictures, clock);
  const life = new Life(world);
  if (paused) life.configure({ paused });
  life.heard = (change) => player.connection(change);

  const server = createServer((request, response) => {
    const arrivedAt = performance.now();
    answer(sandbox, request, response, arrivedAt, startedAt).catch((error: unknown) => fail(response, error));
  });
  server.keepAliveTimeout = 65_000;

  const sandbox: Sandbox & { url: string } = {
    url: "",
    world,
    clock,
    life,
    settings: { ...defaultSettings },
    tokens: new Tokens({ appKey, secretKey }, clock),
    rate: new RateLimiter(),
    faults: new Faults(),
    journal: new Journal(),
    speller: new Speller(),
    pictures,
    player,
    files: new Files(clock, () => sandbox.world),
    replaceWorld(nextDataset, nextSeed) {
      player.stop();
      sandbox.world = build(nextDataset, nextSeed);
      life.inhabit(sandbox.world);
      if (!life.paused) player.start({ name: "quiet" });
      return sandbox.world;
    },
    reset(stopAt) {
      sandbox.settings = { ...defaultSettings };
      sandbox.rate.settings = { ...defaultRate };
      sandbox.rate.resetStats();
      sandbox.faults.clear();
      sandbox.journal.clear();
      sandbox.tokens.expireAll();
      sandbox.tokens.habit = "keep";
      sandbox.tokens.wrongSecretCode = "OPEN000002";
      sandbox.speller.mode = "observed";
      clock.reset();
      if (stopAt !== undefined) clock.stop(stopAt);
      life.paused = paused;
      sandbox.replaceWorld(dataset, seed);
    },
    close() {
      life.stop();
      player.stop();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };

  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    life.stop();
    throw error;
  }
  if (!paused) player.start({ name: "quiet" });
  const name = ANY_HOST.has(host) ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  sandbox.url = `http://${name}:${(server.address() as AddressInfo).port}`;
  return sandbox;
}

async function answer(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
  arrivedAt: number,
  startedAt: number,
): Promise<void> {
  const url = new URL(originFor(sandbox, request) + (request.url ?? "/"));
  if (url.pathname.startsWith("/control/")) return answerControl(sandbox, request, response, url);
  if (Pictures.isPicturePath(url.pathname) || Files.isFilePath(url.pathname))
    return answerPicture(sandbox, request, response, url);
  if (Uploads.isUploadPath(url.pathname)) {
    return sandbox.world.uploads.serve(request, response, url, sandbox.clock.now());
  }
  if (url.pathname.startsWith("/api/") || url.pathname === API_ROOT) {
    return answerApi(sandbox, request, response, url, arrivedAt, startedAt);
  }
  const { status, type, body } = spring(404, "Not Found", url.pathname);
  response.writeHead(status, { "content-type": type }).end(body);
}

/** The address the client used: it expects later URLs at the same name, be it localhost or 127.0.0.1. */
function originFor({ url }: Sandbox, { headers: { host } }: IncomingMessage): string {
  return host !== undefined && /^[\w.:[\]-]+$/.test(host) ? `http://${host}` : url;
}

async function answerPicture(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { waitMs, fault } = sandbox.faults.strike(`${request.method} ${url.pathname}`);
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  if (fault?.kind === "hang") return;
  if (fault?.kind === "status5xx") return void response.writeHead(fault.status ?? 503).end();
  if (fault) return void request.socket.destroy();
  return (Files.isFilePath(url.pathname) ? sandbox.files : sandbox.pictures).serve(request, response, url);
}

/** From this machine only, and never for a page of another origin or a rebound name in someone's browser. */
function mayControl({ headers, socket }: IncomingMessage, url: URL): boolean {
  const foreign = headers.origin !== undefined && headers.origin !== url.origin;
  return !foreign && OWN_NAMES.test(url.hostname) && LOOPBACK.test(socket.remoteAddress ?? "");
}

async function answerControl(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (!mayControl(request, url)) return json(response, 403, { error: "control is for this machine only" });
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  try {
    const text = Buffer.concat(chunks).toString("utf8");
    const body: unknown = text === "" ? {} : JSON.parse(text);
    json(
      response,
      200,
      control(sandbox, request.method ?? "GET", url.pathname.slice("/control".length), url.searchParams, body),
    );
  } catch (error) {
    if (error instanceof ControlError) return json(response, error.status, { error: error.message });
    if (error instanceof z.ZodError) return json(response, 400, { error: z.prettifyError(error) });
    if (error instanceof SyntaxError) return json(response, 400, { error: "the body is not JSON" });
    throw error;
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const bad = error instanceof URIError || (error as NodeJS.ErrnoException).code === "ERR_INVALID_URL";
  if (!bad) process.stderr.write(`sandbox: ${inspect(error)}\n`);
  json(response, bad ? 400 : 500, { status: bad ? 400 : 500, error: bad ? "Bad Request" : "Internal Server Error" });
}
