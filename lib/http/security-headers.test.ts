import { describe, expect, test } from "vitest";
import { contentPolicy, securityHeaders, type AnswerKind } from "./security-headers";

const kinds: readonly AnswerKind[] = ["page", "data", "file"];
const plain = { nonce: "bm9uY2U=", dev: false, secure: false };

describe.each(kinds)("of a %s", (kind) => {
  test("https is insisted on where people reach the console by it, and only there", () => {
    const secure = securityHeaders(kind, { ...plain, secure: true });
    expect(secure["Strict-Transport-Security"]).toBe("max-age=31536000; includeSubDomains");
    expect(securityHeaders(kind, plain)["Strict-Transport-Security"]).toBeUndefined();
    expect(contentPolicy("page", { ...plain, secure: true })).toContain("upgrade-insecure-requests");
    expect(contentPolicy("page", plain)).not.toContain("upgrade-insecure-requests");
  });

  test("no other site may read, embed or frame it", () => {
    const headers = securityHeaders(kind, plain);
    expect(headers["Cross-Origin-Resource-Policy"]).toBe("same-origin");
    expect(headers["Content-Security-Policy"]).toContain("frame-ancestors 'none'");
    expect(Object.keys(headers).filter((name) => name.startsWith("Access-Control"))).toEqual([]);
  });

  test("its policy names no other host and nothing that runs by itself", () => {
    const policy = contentPolicy(kind, plain);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(policy.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe-inline");
  });
});

test("only development may evaluate code", () => {
  expect(contentPolicy("page", { ...plain, dev: true })).toContain("'unsafe-eval'");
  expect(contentPolicy("data", { ...plain, dev: true })).toBe(contentPolicy("data", plain));
});
