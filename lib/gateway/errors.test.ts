import { describe, expect, test } from "vitest";
import { GatewayError, RETRYABLE_CODES } from "./errors";
import type { GatewayErrorKind, GatewayErrorOptions } from "./errors";

const make = (kind: GatewayErrorKind, more: Partial<GatewayErrorOptions> = {}) =>
  new GatewayError({ endpoint: "doors.list", endpointKind: "read", kind, ...more });
const command = (kind: GatewayErrorKind, more: Partial<GatewayErrorOptions> = {}) =>
  make(kind, { endpoint: "devices.add", endpointKind: "command", ...more });

describe("GatewayError", () => {
  test.each<[GatewayErrorKind, Partial<GatewayErrorOptions>, number]>([
    ["refused", { code: "VMS000003" }, 404],
    ["refused", { code: "CCF021103" }, 409],
    ["refused", { code: "OPEN000010" }, 422],
    ["refused", { code: "OPEN000006" }, 502],
    ["unreachable", {}, 502],
    ["timeout", {}, 504],
    ["interrupted", {}, 502],
    ["http", { httpStatus: 500 }, 502],
    ["http", { httpStatus: 429 }, 503],
    ["http", { httpStatus: 503 }, 503],
    ["http", { httpStatus: 504 }, 504],
    ["http", { httpStatus: 404 }, 501],
    ["malformed", { field: "data.door" }, 502],
    ["invalid-input", { field: "doorIds" }, 422],
    ["busy", {}, 503],
    ["circuit-open", {}, 503],
    ["cancelled", {}, 499],
  ])("%s %j answers %i with words", (kind, more, status) => {
    const error = make(kind, more);
    expect(error.status).toBe(status);
    expect(error.meaning).toMatch(/\.$/);
    expect(error.advice).toMatch(/\.$/);
    expect(error.message).toMatch(/^doors\.list: /);
  });

  test.each([...RETRYABLE_CODES])("a read refused with %s may be sent again, a command not", (code) => {
    expect(make("refused", { code }).retryable).toBe(true);
    expect(make("refused", { code, endpointKind: "idempotent" }).retryable).toBe(true);
    expect(command("refused", { code }).retryable).toBe(false);
  });

  test("reads are sent again after trouble on the way", () => {
    for (const kind of ["unreachable", "timeout", "interrupted"] as const) expect(make(kind).retryable).toBe(true);
    for (const httpStatus of [429, 500, 502, 503]) expect(make("http", { httpStatus }).retryable).toBe(true);
    expect(make("http", { httpStatus: 404 }).retryable).toBe(false);
    expect(make("refused", { code: "VMS000003", httpStatus: 200 }).retryable).toBe(false);
    for (const kind of ["malformed", "invalid-input", "busy", "circuit-open", "cancelled"] as const) {
      expect(make(kind).retryable).toBe(false);
    }
  });

  test("a command is sent again only when the connection was never made", () => {
    expect(command("unreachable")).toMatchObject({ retryable: true, maybeDone: false });
    for (const kind of ["timeout", "interrupted", "malformed"] as const) {
      expect(command(kind)).toMatchObject({ retryable: false, maybeDone: true });
    }
    expect(command("http", { httpStatus: 502 })).toMatchObject({ retryable: false, maybeDone: true });
  });

  test("a command may have happened only where it may have left", () => {
    expect(command("timeout", { sent: false }).maybeDone).toBe(false);
    expect(command("cancelled").maybeDone).toBe(false);
    expect(command("cancelled", { sent: true }).maybeDone).toBe(true);
    expect(command("http", { httpStatus: 429 }).maybeDone).toBe(false);
    expect(command("refused", { code: "EVZ20007" }).maybeDone).toBe(false);
    expect(command("refused", { code: "OPEN000009" }).maybeDone).toBe(true);
    expect(make("timeout").maybeDone).toBe(false);
  });

  test("knows token trouble", () => {
    expect(make("refused", { code: "OPEN000006" }).tokenTrouble).toBe(true);
    expect(make("refused", { code: " OPEN000007 " }).tokenTrouble).toBe(true);
    expect(make("refused", { code: "OPEN000001" }).tokenTrouble).toBe(false);
  });

  test("prints what logs need", () => {
    expect(JSON.parse(JSON.stringify(command("timeout", { reason: "TIMEOUT" })))).toMatchObject({
      name: "GatewayError",
      endpoint: "devices.add",
      kind: "timeout",
      reason: "TIMEOUT",
      maybeDone: true,
    });
  });
});
