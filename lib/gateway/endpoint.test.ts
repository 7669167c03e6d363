import { describe, expect, test } from "vitest";
import { z } from "zod";
import { endpoint, readAnswer, toRequest } from "./endpoint";
import type { AnyEndpoint, InputOf, OutputOf } from "./endpoint";
import { GatewayError } from "./errors";
import refusals from "./fixtures/refusals.json";
import { Secret } from "./secret";
import { gatewayId, nonEmptyIds, secret } from "./strict";
import { readId, record } from "./tolerant";

const open = endpoint({
  name: "doors.open",
  path: "POST /test/v1/door/{doorId}/open",
  section: "0",
  kind: "command",
  input: z
    .strictObject({ doorId: z.string(), ids: nonEmptyIds(3).optional(), pin: secret(8).optional() })
    .transform(({ doorId, ids, pin }) => ({ doorId, list: ids ?? [], pin: pin ?? "" })),
  output: record({ id: readId() }),
});

const json = (body: unknown, status = 200) => ({ status, contentType: "application/json", text: JSON.stringify(body) });

function failure(run: () => unknown): GatewayError {
  try {
    run();
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("declaring", () => {
  test("fills in what follows from the method", () => {
    const read = endpoint({
      name: "x",
      path: "GET /x",
      section: "0",
      kind: "read",
      input: z.strictObject({}),
      output: z.unknown(),
    });
    expect(read).toMatchObject({ method: "GET", path: "/x", body: "none", auth: true, timeoutMs: 15_000 });
    expect(open).toMatchObject({ method: "POST", path: "/test/v1/door/{doorId}/open", body: "json" });
  });

  test("types follow from the schemas", () => {
    const input: InputOf<typeof open> = { doorId: "a", ids: ["b"] };
    const output: OutputOf<typeof open> = { id: "a" };
    const any: AnyEndpoint = open;
    expect([input.doorId, output.id, any.name]).toEqual(["a", "a", "doors.open"]);
    // @ts-expect-error a list that must not be empty cannot be
    const empty: InputOf<typeof open> = { doorId: "a", ids: [] };
    // @ts-expect-error nor can a field be left out
    expect(failure(() => toRequest(open, {})).field).toBe("doorId");
    expect(failure(() => toRequest(open, empty)).field).toBe("ids.0");
  });
});

describe("toRequest", () => {
  test("moves path parameters out of the body and encodes them", () => {
    expect(toRequest(open, { doorId: "a/b #1", ids: ["x", "x", "y"] })).toEqual({
      method: "POST",
      path: "/test/v1/door/a%2Fb%20%231/open",
      body: { list: ["x", "y"], pin: "" },
    });
  });

  test.each(["", " ", ".", ".."])("refuses %j as a path parameter", (doorId) => {
    expect(failure(() => toRequest(open, { doorId }))).toMatchObject({
      kind: "invalid-input",
      field: "doorId",
      status: 422,
    });
  });

  test("keeps secrets closed and out of errors", () => {
    const request = toRequest(open, { doorId: "a", pin: new Secret("s3cretpw") });
    expect(JSON.stringify(request)).not.toContain("s3cretpw");
    expect(request.body?.["pin"]).toBeInstanceOf(Secret);
    const error = failure(() => toRequest(open, { doorId: "a", pin: new Secret("far too long a secret") }));
    expect(error.field).toBe("pin");
    expect(`${error.message}${JSON.stringify(error)}${error.detail}`).not.toContain("far too");
  });

  test("names an unknown field", () => {
    const input = { doorId: "a", aresIdList: ["x"] };
    expect(failure(() => toRequest(open, input)).field).toBe("aresIdList");
  });

  test("the id that means all is no id", () => {
    expect(gatewayId().safeParse("-1").success).toBe(false);
    expect(failure(() => toRequest(open, { doorId: "a", ids: ["-1"] })).field).toBe("ids.0");
  });
});

describe("readAnswer", () => {
  test("gives the clean shape", () => {
    expect(readAnswer(open, json({ errorCode: "0", data: { ID: 288 } }))).toEqual({ id: "288" });
  });

  test.each(Object.entries(refusals))("%s is a refusal with its code", (_, body) => {
    expect(failure(() => readAnswer(open, json(body)))).toMatchObject({
      kind: "refused",
      code: body.errorCode,
      httpStatus: 200,
      endpoint: "doors.open",
    });
  });

  test("a refusal names the argument and shows its text, but never a secret", () => {
    expect(failure(() => readAnswer(open, json(refusals.secretKeyMissing)))).toMatchObject({ field: "secretKey" });
    expect(failure(() => readAnswer(open, json(refusals.categoryMissing))).detail).toBe("Device category is request");
    const body = { errorCode: "OPEN000010", message: "bad [hunter] in hcc.0123456789abcdef of hunter Abc12345" };
    const error = failure(() => readAnswer(open, json(body), { doorId: "a", pin: new Secret("hunter") }));
    expect(`${JSON.stringify(error)}${error.stack}`).not.toMatch(/hunter|0123456789|Abc12345/);
  });

  test("proxies, HTML and half answers", () => {
    const html = { status: 502, contentType: "text/html", text: "<html>secret body</html>" };
    expect(failure(() => readAnswer(open, html))).toMatchObject({ kind: "http", httpStatus: 502, maybeDone: true });
    expect(failure(() => readAnswer(open, { ...html, status: 200 }))).toMatchObject({
      kind: "malformed",
      reason: "HTML",
    });
    const half = { status: 200, contentType: "application/json", text: '{"errorCode":"0","data":{"id":"hidden' };
    const error = failure(() => readAnswer(open, half));
    expect(error).toMatchObject({ kind: "malformed", field: "body", reason: "NOT_JSON" });
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("hidden");
    expect(failure(() => readAnswer(open, json({ status: 404, error: "Not Found" }, 404)))).toMatchObject({
      kind: "http",
      status: 501,
    });
    expect(failure(() => readAnswer(open, json({ status: 404 })))).toMatchObject({
      kind: "malformed",
      field: "errorCode",
    });
    expect(failure(() => readAnswer(open, json({ errorCode: "VMS001001" }, 503)))).toMatchObject({
      kind: "refused",
      code: "VMS001001",
    });
  });

  test("a lying content type does not matter", () => {
    const answer = { ...json({ errorCode: "0", data: { id: "a" } }), contentType: "text/html" };
    expect(readAnswer(open, answer)).toEqual({ id: "a" });
  });

  test("names the field that does not fit", () => {
    expect(failure(() => readAnswer(open, json({ errorCode: "0", data: {} })))).toMatchObject({
      kind: "malformed",
      field: "data.id",
    });
    expect(failure(() => readAnswer(open, json({ errorCode: "0" })))).toMatchObject({
      kind: "malformed",
      field: "data",
    });
  });
});
