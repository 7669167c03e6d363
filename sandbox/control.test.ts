import { describe, expect, it } from "vitest";
import { rows, useSandbox } from "./testclient";

const box = useSandbox();
const CAMERAS = "/resource/v1/areas/cameras/get";
const ALL = { pageIndex: 1, pageSize: 500, filter: {} };
const rejects = (call: Promise<unknown>) =>
  call.then(
    () => "answered",
    () => "failed",
  );

describe("allowance", () => {
  it("refuses the sixth arrival of any second and counts it", async () => {
    await box.control("POST", "/settings", { rateLimit: { refuse: true } });
    await new Promise((resolve) => setTimeout(resolve, 1050));
    const answers = await Promise.all(Array.from({ length: 7 }, () => box.get("/platform/v1/systemproperties")));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
    expect(answers.find(({ status }) => status === 429)?.errorCode).toBe("VMS001001");
    expect((await box.control("GET", "/stats")).body).toMatchObject({ arrivals: 7, refused: 2, maxInOneSecond: 7 });
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect((await box.get("/platform/v1/systemproperties")).errorCode).toBe("0");
  });
});

describe("faults", () => {
  const fault = (order: object) => box.control("POST", "/faults", { match: CAMERAS, times: 1, ...order });
  const cameras = () => box.post(CAMERAS, ALL);

  it.each(["reset", "truncate", "outage", "malformed"])("%s spoils one answer", async (kind) => {
    await fault({ kind });
    expect(await rejects(cameras())).toBe("failed");
    expect((await cameras()).data["totalCount"]).toBe(40);
    expect(box.sandbox.journal.since(0).map((entry) => entry.fault)).toEqual([kind, null]);
  });

  it("answer with status, page, code, nothing, or the wrong type", async () => {
    await fault({ kind: "status5xx", status: 500 });
    expect((await cameras()).status).toBe(500);
    await fault({ kind: "html" });
    expect(await rejects(cameras())).toBe("failed");
    await fault({ kind: "errorCode", code: "VMS000009" });
    expect((await cameras()).body).toEqual({ errorCode: "VMS000009", message: "CONCURRENT_REQUEST{VMS000009}" });
    await fault({ kind: "emptyBody" });
    expect((await cameras()).body).toEqual({});
    await fault({ kind: "wrongContentType" });
    expect((await cameras()).data["totalCount"]).toBe(40);
  });

  it("delay, drip and hang", async () => {
    const started = performance.now();
    await fault({ kind: "latency", ms: 120 });
    await fault({ kind: "slowBody", ms: 150 });
    expect((await cameras()).data["totalCount"]).toBe(40);
    expect(performance.now() - started).toBeGreaterThan(230);
    await fault({ kind: "hang" });
    expect(
      await rejects(
        fetch(`${box.sandbox.url}/api/hccgw${CAMERAS}`, { method: "POST", signal: AbortSignal.timeout(100) }),
      ),
    ).toBe("failed");
    await expect
      .poll(() => box.sandbox.journal.since(0).at(-1))
      .toMatchObject({ fault: "hang", aborted: true, code: null });
  });

  it("kill the token they name", async () => {
    await fault({ kind: "tokenExpired" });
    expect((await cameras()).errorCode).toBe("OPEN000006");
    expect((await cameras()).errorCode).toBe("OPEN000006");
  });

  it("are not needed for a client that gives up on a slow device", async () => {
    await box.control("POST", "/settings", { deviceDelayMs: 200 });
    const [output] = box.sandbox.world.lists.alarmOutput;
    const token = await box.newToken();
    const call = fetch(`${box.sandbox.url}/api/hccgw/resource/v1/areas/alarmoutputs/control`, {
      method: "POST",
      headers: { "content-type": "application/json", token },
      body: JSON.stringify({ alarmOutputOperation: [{ alarmOutputID: output?.id, operation: -1 }] }),
      signal: AbortSignal.timeout(80),
    });
    expect(await rejects(call)).toBe("failed");
    await expect.poll(() => output?.active).toBe(true);
    expect(box.sandbox.journal.since(0).at(-1)).toMatchObject({ aborted: true, code: null });
  });

  it("lose the answer before or after the effect", async () => {
    const add = (areaName: string) => box.post("/resource/v1/areas/add", { parentAreaID: "-1", areaName });
    const known = () => [...box.sandbox.world.areas.values()].map(({ name }) => name);
    await box.control("POST", "/faults", { match: "areas/(add|nothing)", kind: "reset", times: 1 });
    expect(await rejects(add("never"))).toBe("failed");
    await box.control("POST", "/faults", { match: "areas/add", kind: "reset", times: 1, afterEffect: true });
    expect(await rejects(add("done unseen"))).toBe("failed");
    expect(known()).not.toContain("never");
    expect(known()).toContain("done unseen");
  });
});

describe("a reset at a time", () => {
  it("makes the same world for it, and stands still there", async () => {
    const stopAt = Date.UTC(2031, 4, 6, 12);
    const passesThen = async () => {
      await box.control("POST", "/reset", { stopAt });
      box.sandbox.rate.settings.refuse = false;
      box.setToken(await box.newToken());
      const asked = { pageNum: 1, pageSize: 50, searchRequest: { filter: { name: "" } } };
      return rows((await box.post("/vims/v1/tempauth/list", asked)).data, "tempAuthList");
    };
    const first = await passesThen();
    expect(first).toContainEqual(
      expect.objectContaining({ name: "Parcel courier", startTime: stopAt - 3_600_000, expiredStatus: 0 }),
    );
    expect(await passesThen()).toEqual(first);
    expect((await box.control("POST", "/clock", { advanceMs: 0 })).body).toEqual({ now: stopAt });
  });
});

describe("journal and summary", () => {
  it("keeps calls with secrets masked", async () => {
    await box.post("/platform/v1/token/get", { appKey: "k", secretKey: "very secret" });
    const { body } = await box.control("GET", "/journal?since=0");
    expect(rows(body, "entries")).toMatchObject([
      {
        path: "/api/hccgw/platform/v1/token/get",
        body: { appKey: "k", secretKey: "***" },
        code: "OPEN000001",
        status: 200,
        refused: false,
      },
    ]);
    await box.control("DELETE", "/journal");
    expect((await box.control("GET", "/journal")).body["entries"]).toEqual([]);
  });

  it("tells what there is", async () => {
    const { body } = await box.control("GET", "/world/summary");
    expect(body["counts"]).toMatchObject({ areas: 20, cameras: 40, doors: 12 });
    expect(body["addable"]).toContainEqual(expect.objectContaining({ serialNo: "S10000001", verifyCode: "ABCDEF" }));
  });

  it("refuses what it does not know", async () => {
    expect((await box.control("GET", "/nothing")).status).toBe(404);
    expect((await box.control("PUT", "/faults", {})).status).toBe(405);
    expect((await box.control("POST", "/settings", { thumbnial: "plain" })).status).toBe(400);
    const foreign = await fetch(`${box.sandbox.url}/control/reset`, {
      method: "POST",
      headers: { origin: "https://evil.example" },
    });
    expect(foreign.status).toBe(403);
  });
});

describe("world behind the gateway's back", () => {
  it("grows, changes and shrinks", async () => {
    const added = await box.control("POST", "/world/cameras", { add: 20 });
    const ids = added.body["ids"] as string[];
    expect((await box.post(CAMERAS, ALL)).data["totalCount"]).toBe(60);
    await box.control("PATCH", `/world/cameras/${ids[0]}`, { name: "Moved", online: false });
    const found = await box.post(CAMERAS, { ...ALL, filter: { cameraID: [ids[0]] } });
    expect(rows(found.data, "camera")[0]).toMatchObject({ name: "Moved", online: "0" });
    await box.control("DELETE", `/world/cameras/${ids[0]}`);
    expect((await box.control("DELETE", `/world/cameras/${ids[0]}`)).status).toBe(404);
    await box.control("POST", "/settings", { pageLimitTotal: 10 });
    const shrunk = await box.post(CAMERAS, ALL);
    expect(shrunk.data["totalCount"]).toBe(10);
    expect(rows(shrunk.data, "camera")).toHaveLength(10);
  });

  it("changes areas with all that is in them", async () => {
    const { body } = await box.control("POST", "/world/areas", { add: 2, name: "Wing" });
    const [first, second] = body["ids"] as [string, string];
    await box.control("PATCH", `/world/areas/${second}`, { parentId: first });
    expect((await box.control("PATCH", `/world/areas/${first}`, { parentId: second })).status).toBe(409);
    await box.control("POST", "/world/cameras", { add: 3, areaId: second });
    await box.control("DELETE", `/world/areas/${first}`);
    expect(box.sandbox.world.areas.size).toBe(20);
    expect(box.sandbox.world.lists.camera).toHaveLength(40);
  });

  it("is the same for the same seed", async () => {
    const id = () => [...box.sandbox.world.resources.keys()].join();
    const before = id();
    await box.control("POST", "/world", { dataset: "small", seed: "other" });
    expect(id()).not.toBe(before);
    await box.control("POST", "/world", { dataset: "small", seed: "gatehouse" });
    expect(id()).toBe(before);
  });
});
