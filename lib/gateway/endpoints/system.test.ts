import { describe, expect, test } from "vitest";
import { toRequest } from "../endpoint";
import { read } from "../fixtures/reading";
import fixtures from "../fixtures/system.json";
import { Secret } from "../secret";
import { getServicePackages, getStreamToken, getSystemProperties, issueToken, listUsers } from "./system";

describe("token", () => {
  test("is asked for with both keys as strings, without a token", () => {
    const secretKey = new Secret("s77w0");
    const request = toRequest(issueToken, { appKey: "cewm9", secretKey });
    expect(request).toEqual({
      method: "POST",
      path: "/platform/v1/token/get",
      body: { appKey: "cewm9", secretKey },
    });
    expect(issueToken.auth).toBe(false);
    expect(issueToken.timeoutMs).toBe(10_000);
  });

  test("is read with epoch seconds", () => {
    const token = read(issueToken, fixtures.token);
    expect(token.accessToken.reveal()).toBe(fixtures.token.data.accessToken);
    expect(JSON.stringify(token)).not.toContain(fixtures.token.data.accessToken);
    expect(token).toMatchObject({
      expiresAt: new Date("2022-06-14T07:52:15Z"),
      userId: "a1b2c3d4e5f60718293a4b5c6d7e8f90",
      areaDomain: "https://isgp.hikcentralconnect.com",
    });
  });

  test("is read in other spellings, hostile domain and all, which the caller has to judge", () => {
    const token = read(issueToken, fixtures.tokenWithMessage);
    expect(token.expiresAt).toEqual(new Date(1791806400000));
    expect(token.areaDomain).toBe("https://hikcentralconnect.com.evil.example");
  });

  test("without a token or an end is malformed", () => {
    const { expireTime, ...rest } = fixtures.token.data;
    expect(expireTime).toBeGreaterThan(0);
    expect(() => read(issueToken, { errorCode: "0", data: rest })).toThrow("data.expireTime");
    expect(() => read(issueToken, { errorCode: "0", data: { ...fixtures.token.data, accessToken: "" } })).toThrow(
      "data.accessToken",
    );
  });
});

test("stream token: milliseconds in a string, the token hidden", () => {
  const token = read(getStreamToken, fixtures.streamToken);
  expect(token).toMatchObject({
    appKey: "11112222333344445555666677778888",
    domain: "https://isgpopen.ezvizlife.com",
    expiresAt: new Date(1655719632454),
  });
  expect(token.appToken.reveal()).toBe(fixtures.streamToken.data.appToken);
  expect(JSON.stringify(token)).not.toContain("at.");
  expect(read(getStreamToken, fixtures.streamTokenShort).expiresAt).toBeNull();
  expect(toRequest(getStreamToken, {})).toEqual({
    method: "GET",
    path: "/platform/v1/streamtoken/get",
    body: null,
  });
});

test("system properties", () => {
  expect(read(getSystemProperties, fixtures.properties)).toEqual({ systemId: "00112233445566778899aabbccddeeff" });
  expect(read(getSystemProperties, { errorCode: "0" })).toEqual({ systemId: null });
});

test("service packages", () => {
  const { overview, packages, skipped } = read(getServicePackages, fixtures.servicePackages);
  expect(skipped).toBe(0);
  expect(overview).toEqual([
    {
      service: "video",
      package: "purchased",
      state: "expiring",
      used: 18,
      remaining: 92,
      total: 110,
      lastExpiresAt: new Date(1655697132000),
      cloudStorage: { usedFor7Days: 0, usedFor30Days: 2, remaining: 6 },
    },
    {
      service: "vehicle",
      package: "free",
      state: "normal",
      used: 9,
      remaining: 1,
      total: 10,
      lastExpiresAt: new Date(4102329600000),
      cloudStorage: null,
    },
  ]);
  expect(packages[0]).toEqual({
    service: "video",
    package: "purchased",
    purchased: null,
    activatedAt: new Date(1645243200000),
    expiresAt: new Date("2022-06-20T03:52:12Z"),
    cloudStorage: [{ storage: "7Days", purchased: 4 }],
  });
  expect(packages[1]?.cloudStorage).toEqual([]);
  expect(read(getServicePackages, { errorCode: "0", data: {} })).toEqual({ overview: [], packages: [], skipped: 0 });
});

test("users", () => {
  const page = read(listUsers, fixtures.users);
  expect(page.total).toBe(5);
  expect(page.items.slice(1, 3)).toEqual([
    { id: "aa02", name: "11" },
    { id: "aa03", name: "222333" },
  ]);
  expect(toRequest(listUsers, { page: 1, pageSize: 10 }).body).toEqual({ pageIndex: 1, pageSize: 10 });
});
