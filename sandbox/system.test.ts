import { describe, expect, it } from "vitest";
import { CONTRACT } from "./contract";
import { rows, useSandbox } from "./testclient";

const box = useSandbox();
const KEYS = { appKey: "sandbox-app-key", secretKey: "sandbox-secret-key" };
const DAY = 24 * 3600_000;

describe("token", () => {
  it("is an hcc. token for seven days, and names this origin", async () => {
    const now = Date.UTC(2026, 10, 18, 12);
    await box.control("POST", "/clock", { stopAt: now });
    const { data, body } = await box.post("/platform/v1/token/get", KEYS);
    expect(data["accessToken"]).toMatch(/^hcc\.[a-z0-9]{32}$/);
    expect(data["expireTime"]).toBe((now + 7 * DAY) / 1000);
    expect(data["areaDomain"]).toBe(box.sandbox.url);
    expect(body["errorCode"]).toBe("0");
  });

  it("refuses wrong keys the way the real one does", async () => {
    expect(await box.post("/platform/v1/token/get", { ...KEYS, appKey: "x" })).toMatchObject({
      status: 200,
      body: { errorCode: "OPEN000001", message: "AK_NOT_FOUND{OPEN000001}" },
    });
    expect((await box.post("/platform/v1/token/get", { ...KEYS, secretKey: "x" })).errorCode).toBe("OPEN000002");
    await box.control("POST", "/settings", { secretCode: "OPEN300002" });
    expect((await box.post("/platform/v1/token/get", { ...KEYS, secretKey: "x" })).message).toBe(
      "SECRET_KEY_NOT_EQUALS{OPEN300002}",
    );
    const missing = await box.post("/platform/v1/token/get", { appKey: "a" });
    expect(missing.body).toEqual({
      errorCode: "OPEN000010",
      message: "param valid error,validated failed argument [secretKey]",
    });
  });

  it("tells a missing token from an unknown or expired one", async () => {
    expect((await box.get("/platform/v1/systemproperties")).errorCode).toBe("0");
    await box.control("POST", "/clock", { advanceMs: 7 * DAY + 1000 });
    expect((await box.get("/platform/v1/systemproperties")).errorCode).toBe("OPEN000006");
    box.setToken("hcc.invented");
    expect((await box.get("/platform/v1/systemproperties")).errorCode).toBe("OPEN000006");
    box.setToken("");
    expect((await box.get("/platform/v1/systemproperties")).body).toEqual({
      errorCode: "OPEN000007",
      message: "TOKEN_ERROR{OPEN000007}",
    });
  });

  it("can be expired, replaced or renewed, and lead to a hostile domain", async () => {
    await box.control("POST", "/tokens/expire");
    expect((await box.get("/platform/v1/systemproperties")).errorCode).toBe("OPEN000006");
    await box.control("POST", "/settings", { tokens: "renew", areaDomain: "https://hikcentralconnect.com.evil.io" });
    const first = await box.post("/platform/v1/token/get", KEYS);
    const second = await box.post("/platform/v1/token/get", KEYS);
    expect(second.data["accessToken"]).toBe(first.data["accessToken"]);
    expect(second.data["areaDomain"]).toBe("https://hikcentralconnect.com.evil.io");
    await box.control("POST", "/settings", { tokens: "replace" });
    const third = await box.post("/platform/v1/token/get", KEYS);
    expect(third.data["accessToken"]).not.toBe(first.data["accessToken"]);
    box.setToken(String(first.data["accessToken"]));
    expect((await box.get("/platform/v1/systemproperties")).errorCode).toBe("OPEN000006");
  });
});

describe("wire", () => {
  it("answers foreign paths and methods like a web framework", async () => {
    const unknown = await box.post("/acs/v1/nothing");
    expect(unknown).toMatchObject({ status: 404, errorCode: undefined, body: { status: 404, error: "Not Found" } });
    expect((await box.get("/resource/v1/areas/get")).status).toBe(405);
    expect((await box.send("POST", "/resource/v1/areas/get", "{}", { "content-type": "text/plain" })).status).toBe(415);
  });

  it("validates before it acts", async () => {
    const list = "/resource/v1/areas/cameras/get";
    expect((await box.post(list, "{broken")).errorCode).toBe("OPEN000008");
    expect((await box.post(list, { pageIndex: 1, pageSize: 10 })).message).toContain("[filter]");
    expect((await box.post(list, { pageIndex: 1, pageSize: 501, filter: {} })).errorCode).toBe("OPEN000025");
    expect((await box.post(list, { pageIndex: 1, pageSize: 0, filter: {} })).errorCode).toBe("OPEN000025");
    expect((await box.post(list, { pageIndex: 0, pageSize: 1, filter: {} })).errorCode).toBe("OPEN000010");
    expect((await box.post(list, { pageIndex: true, pageSize: 1, filter: {} })).errorCode).toBe("OPEN000008");
    expect(
      (await box.post(list, { pageIndex: "1", pageSize: "3", filter: { areaId: "misspelt" } })).data["totalCount"],
    ).toBe(40);
    expect((await box.post(list, { pageIndex: 1, pageSize: 1, filter: { areaID: "x".repeat(33) } })).message).toContain(
      "[filter.areaID]",
    );
  });

  it("knows every endpoint of chapters 5.1 and 5.2", () => {
    expect(CONTRACT.filter(({ section }) => /^5\.[12]\./.test(section))).toHaveLength(26);
    expect(new Set(CONTRACT.map(({ path }) => path)).size).toBe(CONTRACT.length);
  });
});

describe("system calls", () => {
  it("give properties, packages, stream token, users and time zones", async () => {
    expect((await box.get("/platform/v1/systemproperties")).data["systemGUID"]).toMatch(/^[0-9a-f]{32}$/);
    const packages = await box.get("/platform/v1/servicepackage");
    expect(packages.data).toMatchObject({
      packageOverview: { servicePackageOverview: [{ serviceType: "serviceVideo", usingAmount: "40" }, {}, {}] },
    });
    const stream = await box.get("/platform/v1/streamtoken/get");
    expect(stream.data["appToken"]).toMatch(/^at\./);
    expect(stream.data["expireTime"]).toMatch(/^\d{13}$/);
    const users = await box.post("/platform/v1/users/get", { pageIndex: 2, pageSize: 3 });
    expect(users.data).toMatchObject({ totalCount: 7, pageIndex: 2, pageSize: 3 });
    expect(rows(users.data, "user")).toHaveLength(3);
  });

  it("write the time zone bias west of Greenwich", async () => {
    const { data } = await box.post("/resource/v1/timezone/get");
    const zones = rows(data, "timeZone");
    expect(zones.length).toBeGreaterThan(95);
    const zone = (name: string) => zones.find(({ standardName }) => standardName === name);
    expect(zone("Nepal Standard Time")).toMatchObject({
      bias: -345,
      displayName: "(UTC+05:45) Kathmandu",
      dst: { enable: 0 },
    });
    expect(zone("Eastern Standard Time")).toMatchObject({
      bias: 300,
      dst: { enable: 1, daylightDate: "3:2:0:2:0", standardDate: "11:1:0:2:0" },
    });
    expect(zones.some(({ id }) => id === data["systemTimeZoneID"])).toBe(true);
  });
});
