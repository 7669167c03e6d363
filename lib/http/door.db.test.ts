/** The front door over real connections; behind it stands one route of ours instead of Next. */
import { once } from "node:events";
import { request as ask, type IncomingMessage, type OutgoingHttpHeaders, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, describe } from "vitest";
import { z } from "zod";
import { signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { withSettings } from "@/lib/testing/mode";
import { addressOf } from "./address";
import { MAX_URL_LENGTH, openDoor, type DoorOptions } from "./door";
import type { Problem } from "./problem";
import { route, type RouteFunction } from "./route";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
});

const methods: Record<string, RouteFunction> = {
  GET: route({ allow: "public", query: z.looseObject({}) }, ({ request }) => ({
    address: addressOf(request),
    headers: Object.fromEntries(request.headers),
  })),
  POST: route({ allow: "public", body: z.object({ name: z.string() }) }, ({ body }) => body),
};

/** As Next calls a route, also for OPTIONS and for methods that the route lacks. */
const handle: DoorOptions["handle"] = async (request, response) => {
  const method = request.method ?? "GET";
  const handler = methods[method === "HEAD" ? "GET" : method];
  if (handler === undefined) {
    if (method === "OPTIONS") response.setHeader("Allow", "GET, HEAD, OPTIONS, POST");
    return void response.writeHead(method === "OPTIONS" ? 204 : 405).end();
  }
  const body = method === "POST" ? (Readable.toWeb(request) as ReadableStream<Uint8Array>) : null;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
  const asked = new Request(new URL(request.url ?? "/", "http://localhost"), {
    method,
    headers,
    ...(body === null ? {} : { body, duplex: "half" }),
  });
  const answer = await handler(asked, { params: Promise.resolve({}) });
  response.statusCode = answer.status;
  answer.headers.forEach((value, name) => response.setHeader(name, value));
  // A stream stays open until its reader goes.
  if (request.url === "/api/live") return void response.write("event: hello\n\n");
  response.end(Buffer.from(await answer.arrayBuffer()));
};

async function open(options: Partial<DoorOptions> = {}): Promise<number> {
  const server = openDoor({ handle, dev: false, ...options });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

function send(
  port: number,
  path: string,
  { method = "GET", headers = {}, body }: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = ask({ port, host: "127.0.0.1", path, method, headers, agent: false }, (response) => {
      text(response).then(
        (said) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: said }),
        reject,
      );
    });
    asked.once("error", reject);
    asked.end(body);
  });
}

/** Everything the server says to these very bytes until it hangs up. */
async function sendBytes(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(bytes);
  return text(socket);
}

const problemOf = ({ body }: Answer) => JSON.parse(body) as Problem;
const echoOf = ({ body }: Answer) =>
  JSON.parse(body) as { address: string | null; headers: Record<string, string | undefined> };
const json = { "content-type": "application/json", "sec-fetch-site": "same-origin" };

describe("names", () => {
  dbTest("answers under its public name, on this machine and by address, and under no other", async () => {
    await withSettings({ GATEHOUSE_URL: "https://gatehouse.example.org" }, async () => {
      const port = await open();
      for (const host of [
        "gatehouse.example.org",
        "GATEHOUSE.example.org",
        `localhost:${port}`,
        "192.0.2.7:80",
        "[::1]:3000",
      ]) {
        expect((await send(port, "/api/echo", { headers: { host } })).status, host).toBe(200);
      }
      for (const host of [
        "evil.example",
        "gatehouse.example.org.evil.example",
        "gatehouse.example.org:8080",
        "localhost.evil.example",
      ]) {
        const answer = await send(port, "/api/echo", { headers: { host } });
        expect(answer.status, host).toBe(421);
        expect(problemOf(answer)).toMatchObject({
          type: "urn:gatehouse:problem:unknown-host",
          remedy: expect.stringContaining("https://gatehouse.example.org") as string,
        });
      }
    });
  });

  dbTest("takes no changes from other sites, whatever name they came by", async () => {
    const port = await open();
    const body = JSON.stringify({ name: "Gate" });
    const from = (headers: OutgoingHttpHeaders) =>
      send(port, "/api/echo", { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
    const host = `127.0.0.1:${port}`;
    for (const headers of [
      { "sec-fetch-site": "same-origin", origin: `http://${host}` },
      { origin: "http://localhost:3000" },
      { "sec-fetch-site": "same-origin" },
    ]) {
      expect((await from(headers)).status, JSON.stringify(headers)).toBe(200);
    }
    for (const headers of [
      { "sec-fetch-site": "cross-site", origin: `http://${host}` },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { "sec-fetch-site": "same-origin", origin: "https://evil.example" },
      { origin: "https://localhost:3000", host: "localhost:3000" },
      { origin: "null" },
    ]) {
      expect((await from(headers)).status, JSON.stringify(headers)).toBe(403);
    }
    expect((await from({ "content-type": "text/plain", "sec-fetch-site": "same-origin" })).status).toBe(415);
  });
});

describe("headers that only a proxy or Next may set", () => {
  const spoofed = {
    "x-forwarded-for": "203.0.113.66",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-real-ip": "203.0.113.66",
    forwarded: "for=203.0.113.66",
    "x-middleware-subrequest": "proxy",
    "x-http-method-override": "DELETE",
    "x-request-id": "chosen-by-the-visitor",
    "next-action": "1",
    "x-nonce": "known",
    "content-security-policy": "script-src 'nonce-known'",
  };

  dbTest("are not believed", async () => {
    const port = await open();
    const answer = await send(port, "/api/echo", { headers: spoofed });
    const { address, headers } = echoOf(answer);
    expect(address).toBe("127.0.0.1");
    for (const name of Object.keys(spoofed))
      expect(headers[name], name).not.toBe(spoofed[name as keyof typeof spoofed]);
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  dbTest("tell the address and the request id behind as many proxies as are trusted", async () => {
    await withSettings({ GATEHOUSE_TRUSTED_PROXIES: "1" }, async () => {
      const port = await open();
      const headers = { "x-forwarded-for": "1.1.1.1, 203.0.113.7", "x-request-id": "proxy-7" };
      const answer = await send(port, "/api/echo", { headers });
      expect(echoOf(answer).address).toBe("203.0.113.7");
      expect(answer.headers["x-request-id"]).toBe("proxy-7");
    });
  });
});

describe("limits", () => {
  const few = { GATEHOUSE_STRANGER_RATE: "1/2", GATEHOUSE_TRUSTED_PROXIES: "1" };
  const statuses = async (
    port: number,
    count: number,
    headers: OutgoingHttpHeaders,
    path = "/api/echo",
    method = "GET",
  ) => {
    const seen: number[] = [];
    for (let i = 0; i < count; i += 1) {
      const asked = method === "POST" ? { method, body: "{}", headers: { ...json, ...headers } } : { method, headers };
      seen.push((await send(port, path, asked)).status);
    }
    return seen;
  };

  dbTest("strangers of one address have a burst and are then told to wait; another address has its own", async () => {
    await withSettings(few, async () => {
      const port = await open();
      const all = await Promise.all(
        Array.from({ length: 30 }, () => send(port, "/api/echo", { headers: { "x-forwarded-for": "192.0.2.1" } })),
      );
      const refused = all.find(({ status }) => status === 429);
      expect(refused).toBeDefined();
      if (refused === undefined) return;
      expect(refused.headers["retry-after"]).toBe("1");
      expect(refused.headers["content-type"]).toBe("application/problem+json");
      expect(problemOf(refused)).toMatchObject({ type: "urn:gatehouse:problem:too-many-requests", retryAfter: 1 });
      expect(await statuses(port, 1, { "x-forwarded-for": "192.0.2.2" })).toEqual([200]);
    });
  });

  dbTest("files cost nothing", async () => {
    await withSettings(few, async () => {
      const port = await open();
      const files = Array.from({ length: 50 }, () => send(port, "/_next/static/chunks/a.js"));
      expect(new Set((await Promise.all(files)).map(({ status }) => status))).toEqual(new Set([200]));
    });
  });

  dbTest("a user has a larger share than strangers of the same address, and each user their own", async () => {
    await withSettings({ GATEHOUSE_USER_RATE: "1/60", GATEHOUSE_STRANGER_RATE: "1/3" }, async () => {
      const port = await open();
      const [guard, auditor] = [await signedIn("guard"), await signedIn("auditor")];
      const seen = await statuses(port, 30, { cookie: guard.cookie });
      expect(seen).not.toContain(429);
      const many = await Promise.all(
        Array.from({ length: 200 }, () => send(port, "/api/echo", { headers: { cookie: guard.cookie } })),
      );
      expect(many.map(({ status }) => status)).toContain(429);
      expect(await statuses(port, 1, { cookie: auditor.cookie })).toEqual([200]);
    });
  });

  dbTest("who is signed in tries passwords no faster than strangers do", async () => {
    await withSettings({ GATEHOUSE_USER_RATE: "1/500", GATEHOUSE_STRANGER_RATE: "1/3" }, async () => {
      const port = await open();
      const { cookie } = await signedIn("guard");
      for (const path of ["/api/auth/callback/credentials", "/api/setup", "/api/%73etup"]) {
        const tries = Array.from({ length: 20 }, () =>
          send(port, path, { method: "POST", body: "{}", headers: { ...json, cookie } }),
        );
        expect(
          (await Promise.all(tries)).map(({ status }) => status),
          path,
        ).toContain(429);
      }
      expect(await statuses(port, 20, { cookie }, "/api/echo", "POST")).not.toContain(429);
    });
  });

  dbTest("a user has so many streams open at a time, and a closed one makes room", async () => {
    await withSettings({ GATEHOUSE_USER_STREAMS: "2" }, async () => {
      const port = await open();
      const { cookie } = await signedIn("guard");
      const stream = () =>
        new Promise<IncomingMessage>((resolve, reject) => {
          ask({ port, host: "127.0.0.1", path: "/api/live", headers: { cookie }, agent: false }, resolve)
            .once("error", reject)
            .end();
        });
      const first = await stream();
      const second = await stream();
      expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
      expect((await stream()).statusCode).toBe(429);
      first.destroy();
      await expect.poll(async () => (await stream()).statusCode).toBe(200);
      second.destroy();
    });
  });
});

describe("what is refused", () => {
  dbTest("methods that a route or a page lacks, with those it has", async () => {
    const port = await open();
    for (const method of ["DELETE", "TRACE", "PROPFIND"]) {
      const answer = await send(port, "/api/echo", { method });
      expect([answer.status, answer.headers.allow], method).toEqual([405, "GET, HEAD, OPTIONS, POST"]);
      expect(answer.headers["content-type"]).toBe("application/problem+json");
      expect(problemOf(answer)).toMatchObject({
        type: "urn:gatehouse:problem:method-not-allowed",
        instance: "/api/echo",
      });
    }
    const page = await send(port, "/cameras", { method: "POST", body: "{}", headers: json });
    expect([page.status, page.headers.allow]).toEqual([405, "GET, HEAD"]);
  });

  dbTest("addresses that are too long or none, and headers that are too large", async () => {
    const port = await open();
    for (const path of [`/api/echo?q=${"x".repeat(MAX_URL_LENGTH)}`, "/%E0%A4%A", "http://evil.example/"]) {
      expect(problemOf(await send(port, path)).status).toBe(400);
    }
    const large = await sendBytes(port, `GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: ${"x".repeat(20_000)}\r\n\r\n`);
    expect(large).toMatch(/^HTTP\/1\.1 431 /);
    const broken = await sendBytes(port, "this is no HTTP\r\n\r\n");
    expect(broken).toMatch(/^HTTP\/1\.1 400 /);
    for (const said of [large, broken]) {
      expect(said).toContain("application/problem+json");
      expect(said).toContain("X-Content-Type-Options: nosniff");
      expect(said).toContain("Cache-Control: private, no-store");
    }
  });

  dbTest("requests smuggled behind another", async () => {
    const port = await open();
    const said = await sendBytes(
      port,
      "POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/echo HTTP/1.1\r\n\r\n",
    );
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(said.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  dbTest("requests that do not arrive: slow headers and slow bodies are told so, and hung up on", async () => {
    const port = await open({ headersTimeoutMs: 300, requestTimeoutMs: 600 });
    expect(await sendBytes(port, "GET /api/echo HTTP/1.1\r\nHost: loc")).toMatch(/^HTTP\/1\.1 408 /);
    const head = `POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{"na`;
    expect(await sendBytes(port, head)).toMatch(/^HTTP\/1\.1 408 /);
  });

  dbTest("connections that ask to become something else", async () => {
    const port = await open();
    const said = await sendBytes(
      port,
      "GET /api/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n\r\n",
    );
    expect(said).toBe("");
  });
});
