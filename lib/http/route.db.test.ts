import { describe } from "vitest";
import { z } from "zod";
import { required } from "@/lib/env";
import * as errors from "@/lib/errors";
import { GatewayError } from "@/lib/gateway/errors";
import { browserRequest, callRoute, signedIn, type RequestInitOfTests } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import type { Problem } from "./problem";
import { raw, reply, route, type RouteFunction } from "./route";

const echo = route(
  {
    allow: "public",
    params: z.object({ id: z.string().max(5) }),
    query: z.object({ limit: z.coerce.number().int().max(200).optional(), state: z.enum(["on", "off"]).optional() }),
    body: z.object({ name: z.string().min(2), doors: z.array(z.string().min(1)).optional() }),
  },
  ({ params, query, body }) => ({ params, query, body }),
);

async function problemFrom(handler: RouteFunction, request: Request, params = { id: "1" }): Promise<Problem> {
  const response = await callRoute(handler, request, params);
  const problem = (await response.json()) as Problem;
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  expect(response.headers.get("x-request-id")).toBe(problem.requestId);
  expect(problem).toMatchObject({
    status: response.status,
    instance: "/api/things/1",
    title: expect.any(String) as string,
  });
  expect(problem.type).toMatch(/^urn:gatehouse:problem:[a-z-]+$/);
  return problem;
}

const post = (init: RequestInitOfTests, path = "/api/things/1") => browserRequest(path, { method: "POST", ...init });

const failing = (make: () => unknown) =>
  route({ allow: "public" }, () => {
    throw make();
  });

const get = (headers: HeadersInit = {}) => browserRequest("/api/things/1", { headers });

describe("answers", () => {
  dbTest("values as JSON that nobody keeps, undefined as 204, and statuses of one's own", async () => {
    const value = await callRoute(
      route({ allow: "public" }, () => ({ at: new Date(0) })),
      get(),
    );
    expect([value.status, await value.json()]).toEqual([200, { at: "1970-01-01T00:00:00.000Z" }]);
    expect(value.headers.get("cache-control")).toBe("private, no-store");
    expect(
      (
        await callRoute(
          route({ allow: "public" }, () => undefined),
          get(),
        )
      ).status,
    ).toBe(204);
    const made = route({ allow: "public" }, () => reply({ id: "x" }, { status: 201, headers: { Location: "/x" } }));
    const created = await callRoute(made, get());
    expect([created.status, created.headers.get("location")]).toEqual([201, "/x"]);
  });

  dbTest("raw responses as they are, with a request id", async () => {
    const picture = new Response("bytes", { headers: { "Content-Type": "image/webp", "Cache-Control": "max-age=60" } });
    const response = await callRoute(
      route({ allow: "public" }, () => raw(picture)),
      get(),
    );
    expect(await response.text()).toBe("bytes");
    expect(response.headers.get("cache-control")).toBe("max-age=60");
    expect(response.headers.get("x-request-id")).not.toBeNull();
  });

  dbTest("with the request id it was given, if that is harmless, else with a new one", async () => {
    const asked = async (id: string) =>
      (await callRoute(echo, get({ "x-request-id": id }), { id: "1" })).headers.get("x-request-id");
    expect(await asked("proxy-7.a:b_c")).toBe("proxy-7.a:b_c");
    for (const bad of ["a b", "x".repeat(129), '{"a":1}']) expect(await asked(bad)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("sign-in and permission", () => {
  dbTest("asks strangers to sign in, and refuses those whose role does not include it", async () => {
    const read = route({ allow: "cameras:read" }, ({ actor }) => actor.role);
    expect(await problemFrom(read, get())).toMatchObject({ status: 401, type: "urn:gatehouse:problem:signed-out" });
    const desk = await signedIn("receptionist");
    expect((await problemFrom(read, desk.request("/api/things/1"))).status).toBe(403);
    const guard = await signedIn("guard");
    expect(await (await callRoute(read, guard.request("/api/things/1"))).json()).toBe("guard");
  });

  dbTest("refuses before it looks at what was sent", async () => {
    const write = route({ allow: "users:manage", body: z.object({}) }, () => null);
    const guard = await signedIn("guard");
    expect((await problemFrom(write, guard.request("/api/things/1?x=1", { method: "POST", body: "{" }))).status).toBe(
      403,
    );
  });

  dbTest("refuses changes started by other sites, and lets programs without a browser through", async () => {
    const body = JSON.stringify({ name: "Gate" });
    const send = (headers: Record<string, string>) => {
      const request = new Request("http://localhost:3000/api/things/1", {
        method: "POST",
        body,
        headers: { "content-type": "application/json", host: "localhost:3000", ...headers },
      });
      return callRoute(echo, request, { id: "1" });
    };
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "cross-site", origin: "http://localhost:3000" },
      { origin: "https://evil.example" },
      { origin: "null" },
    ]) {
      expect((await send(headers)).status).toBe(403);
    }
    for (const headers of [{}, { "sec-fetch-site": "same-origin" }, { origin: "http://localhost:3000" }]) {
      expect((await send(headers as Record<string, string>)).status).toBe(200);
    }
  });
});

describe("what was sent", () => {
  dbTest("arrives parsed", async () => {
    const response = await callRoute(echo, post({ json: { name: "Gate" } }, "/api/things/1?limit=7"), { id: "1" });
    expect(await response.json()).toEqual({ params: { id: "1" }, query: { limit: 7 }, body: { name: "Gate" } });
  });

  dbTest("in the query: each wrong, repeated or unknown name is told, with a remedy", async () => {
    const path = "/api/things/1?limit=900&state=maybe&colour=red&size=1&size=2";
    const problem = await problemFrom(echo, post({ json: { name: "Gate" } }, path));
    expect(problem).toMatchObject({ status: 400, remedy: "Known parameters: limit, state." });
    expect(problem.errors).toEqual([
      { field: "limit", message: "Give at most 200." },
      { field: "state", message: "Give one of: on, off." },
      { field: "colour", message: "This is not known here: leave it out." },
      { field: "size", message: "This is not known here: leave it out." },
    ]);
    const twice = await problemFrom(echo, post({ json: {} }, "/api/things/1?limit=1&limit=2&state=on&state=on"));
    expect(twice.errors).toEqual([
      { field: "limit", message: "Give a number." },
      { field: "state", message: "Give one of: on, off." },
    ]);
    const plain = route({ allow: "public" }, () => null);
    expect((await problemFrom(plain, browserRequest("/api/things/1?a=1"))).errors?.[0]?.field).toBe("a");
  });

  dbTest("in the path: what cannot exist is not found", async () => {
    expect((await problemFrom(echo, post({ json: {} }), { id: "far too long" })).status).toBe(404);
  });

  dbTest("in the body: no JSON answers 400, another type 415, wrong fields 422", async () => {
    const headers = { "content-type": "application/json" };
    for (const body of ["{", "", new Uint8Array([0x22, 0xff, 0x22])]) {
      expect(await problemFrom(echo, post({ body, headers }))).toMatchObject({
        status: 400,
        errors: [{ field: "body" }],
      });
    }
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      expect((await problemFrom(echo, post({ body: "{}", headers: { "content-type": type } }))).status).toBe(415);
    }
    const wrong = await problemFrom(echo, post({ json: { name: "x", doors: ["a", ""], rôle: 1 } }));
    expect(wrong.status).toBe(422);
    expect(wrong.errors).toEqual([
      { field: "name", message: "Give at least 2 characters." },
      { field: "doors.1", message: "Give at least 1 character." },
      { field: "rôle", message: "This is not known here: leave it out." },
    ]);
    expect((await problemFrom(echo, post({ json: [] }))).errors).toEqual([
      { field: "body", message: "Give an object." },
    ]);
    expect((await problemFrom(echo, post({ json: {} }))).errors).toEqual([
      { field: "name", message: "This is missing: give text." },
    ]);
  });

  dbTest("is refused when too large: by its length, without one, and with a lying one", async () => {
    const small = route({ allow: "public", body: z.string(), bodyLimit: 1_000 }, ({ body }) => body.length);
    const json = "x".repeat(998);
    expect(await (await callRoute(small, post({ json }))).json()).toBe(998);
    expect((await problemFrom(small, post({ json: `${json}x` }))).status).toBe(413);

    let sent = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 100;
          controller.enqueue(new Uint8Array(100).fill(0x20));
        },
      });
    for (const length of [{}, { "content-length": "12" }]) {
      sent = 0;
      const headers = { "content-type": "application/json", ...length };
      expect((await problemFrom(small, post({ body: endless(), headers }))).status).toBe(413);
      expect(sent).toBeLessThan(2_000);
    }
  });

  dbTest("is refused where none is taken, whatever its length says", async () => {
    const bare = route({ allow: "public" }, () => null);
    const none = { status: 400, detail: "This address takes no body.", errors: [{ field: "body" }] };
    const streamed = (...pieces: string[]) =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
          controller.close();
        },
      });
    expect(await problemFrom(bare, post({ json: {} }))).toMatchObject(none);
    expect(await problemFrom(bare, post({ body: streamed("", "{}") }))).toMatchObject(none);
    expect(await problemFrom(bare, get({ "content-length": "2" }))).toMatchObject(none);
    expect(await problemFrom(bare, get({ "transfer-encoding": "chunked" }))).toMatchObject(none);
    expect((await problemFrom(bare, post({ body: "a=1", headers: { "content-type": "text/plain" } }))).status).toBe(
      415,
    );
    for (const request of [post({}), post({ body: streamed() }), get({ "content-length": "0" })]) {
      expect((await callRoute(bare, request)).status).toBe(200);
    }
  });

  dbTest("may have 64 KiB unless the route says otherwise", async () => {
    const wide = route({ allow: "public", body: z.string() }, () => null);
    expect((await callRoute(wide, post({ json: "x".repeat(64 * 1024 - 2) }))).status).toBe(200);
    expect((await problemFrom(wide, post({ json: "x".repeat(64 * 1024 - 1) }))).status).toBe(413);
  });
});

describe("what went wrong", () => {
  dbTest("in the domain carries status, kind, words, remedy and fields", async () => {
    for (const [kind, status] of [
      ["BadRequestError", 400],
      ["ForbiddenError", 403],
      ["NotFoundError", 404],
      ["ConflictError", 409],
      ["TooLargeError", 413],
      ["UnsupportedMediaTypeError", 415],
      ["InvalidInputError", 422],
      ["UnavailableError", 503],
    ] as const) {
      const fields = [{ field: "name", message: "Give another." }];
      const make = () => new errors[kind]("What happened.", { remedy: "What to do.", fields });
      const problem = await problemFrom(failing(make), get());
      expect(problem).toMatchObject({ status, detail: "What happened.", remedy: "What to do.", errors: fields });
      expect(problem.type).toBe(`urn:gatehouse:problem:${make().kind}`);
    }
  });

  dbTest("at the gateway carries its code, meaning and advice, and says when nobody knows", async () => {
    const refused = new GatewayError({
      endpoint: "listAreas",
      kind: "refused",
      endpointKind: "read",
      code: "OPEN000006",
    });
    const problem = await problemFrom(
      failing(() => refused),
      get(),
    );
    const { status, meaning: detail, advice: remedy } = refused;
    expect(problem).toMatchObject({ status, detail, remedy, code: "OPEN000006" });
    expect(problem.outcome).toBeUndefined();
    const lost = new GatewayError({ endpoint: "openDoors", kind: "timeout", endpointKind: "command" });
    expect(
      await problemFrom(
        failing(() => lost),
        get(),
      ),
    ).toMatchObject({ status: 504, outcome: "unknown" });
  });

  dbTest("in a schema, in the settings and in the database has its own status", async () => {
    const schema = route({ allow: "public" }, () => z.object({ a: z.string() }).parse({}));
    expect(await problemFrom(schema, get())).toMatchObject({ status: 422, errors: [{ field: "a" }] });
    const settings = route({ allow: "public" }, () => required("gateway"));
    expect(await problemFrom(settings, get())).toMatchObject({ status: 503, type: "urn:gatehouse:problem:settings" });
    const away = Object.assign(new Error("wrapped"), {
      cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
    });
    expect(
      await problemFrom(
        failing(() => away),
        get(),
      ),
    ).toMatchObject({
      status: 503,
      type: "urn:gatehouse:problem:unavailable",
    });
  });

  dbTest("anywhere else is told by the request id alone", async () => {
    for (const thrown of [new Error("password=hunter2"), "a string", null, { secret: 1 }]) {
      const problem = await problemFrom(
        failing(() => thrown),
        get({ "x-request-id": "trace-1" }),
      );
      expect(problem).toEqual({
        type: "urn:gatehouse:problem:internal",
        title: "Something went wrong on our side",
        status: 500,
        detail: "Something went wrong on our side.",
        remedy: expect.any(String) as string,
        instance: "/api/things/1",
        requestId: "trace-1",
      });
    }
  });
});
