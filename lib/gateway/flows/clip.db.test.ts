/** Exporting a clip from the sandbox over real HTTP: once sent, then asked about until it is there. */
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { until } from "@/lib/testing/until";
import type { InputOf } from "../endpoint";
import { searchRecordings, type saveClip } from "../endpoints/video";
import { arrivals, failureOf, makeGateway, startAfresh, type MadeGateway } from "../fixtures/harness";
import { exportClip, followClip, type ClipProgress } from "./clip";

const HOUR_MS = 3_600_000;
const SAVE = "/video/save";
const ASK = "/download/url";
/** Asked often, so that no test waits long; none depends on how long it takes. */
const quick = { lane: "interactive", pollMs: 20, deadlineMs: 25_000 } as const;

interface Camera {
  id: string;
  serialNo: string;
}

let box: TestSandbox;
let made: MadeGateway;
let camera: Camera;
let minute: InputOf<typeof saveClip>;

beforeAll(async () => {
  box = await startSandbox();
});
beforeEach(async () => {
  // Short pauses between attempts.
  vi.spyOn(Math, "random").mockReturnValue(0.1);
  await startAfresh(box);
  await box.control("POST", "/settings", { clipDelayMs: 0 });
  made = makeGateway(box);
  const { samples } = await box.control<{ samples: { cameras: Camera[] } }>("GET", "/world/summary");
  const [first] = samples.cameras;
  if (!first) throw new Error("The world has no camera.");
  camera = first;
  minute = await recordedMinute();
  await box.control("DELETE", "/journal");
});
afterAll(() => box.stop());

/** A minute within the first stretch of the last two days. */
async function recordedMinute(): Promise<InputOf<typeof saveClip>> {
  const to = new Date(Date.now() - HOUR_MS);
  const window = { from: new Date(to.getTime() - 48 * HOUR_MS), to, utcOffsetMinutes: 0 };
  const search = { cameraId: camera.id, storage: "local", ...window } as const;
  const { items } = await made.gateway.call(searchRecordings, search, { lane: "interactive" });
  const from = items[0]?.from;
  if (!from) throw new Error("Nothing was recorded.");
  return { cameraId: camera.id, from, to: new Date(from.getTime() + 60_000), utcOffsetMinutes: 0 };
}

const fate = async (state: string) => {
  const { clips } = await box.control<{ clips: { taskId: string }[] }>("GET", "/world/clips");
  const path = `/world/clips/${encodeURIComponent(clips.at(-1)?.taskId ?? "")}` as const;
  await box.control("PATCH", path, { state });
};
const asked = async () => (await arrivals(box, ASK)).length;

dbTest("a clip is saved once, followed while it uploads, and can be fetched", async () => {
  await box.control("POST", "/settings", { clipDelayMs: HOUR_MS });
  const progress: ClipProgress[] = [];
  const exporting = exportClip(made.gateway, minute, { ...quick, onProgress: (step) => progress.push(step) });
  await until(async () => (await asked()) >= 2);
  await fate("ready");
  const result = await exporting;
  if (result.state !== "done") throw new Error(`It is ${result.state}.`);
  expect(result.expiresAt?.getTime()).toBeGreaterThan(Date.now());
  const film = await fetch(result.addresses[0].reveal());
  expect(film.headers.get("content-type")).toBe("video/mp4");
  expect(Buffer.from(await film.arrayBuffer()).toString("latin1", 4, 8)).toBe("ftyp");
  expect(JSON.stringify(result)).not.toContain("://");

  expect(await arrivals(box, SAVE)).toHaveLength(1);
  expect(progress[0]).toEqual({ step: "saving", taskId: null, asked: 0 });
  expect(progress.slice(1).map(({ asked: times }) => times)).toEqual(progress.slice(1).map((_, index) => index));
  expect(progress.at(-1)).toMatchObject({ step: "uploading", taskId: result.taskId });
});

dbTest("what the device cannot deliver is said", async () => {
  const later = new Date(Date.now() + HOUR_MS);
  const nothing = { ...minute, from: later, to: new Date(later.getTime() + 60_000) };
  expect(await exportClip(made.gateway, nothing, quick)).toMatchObject({ state: "failed" });
  await box.control("POST", "/settings", { clipDelayMs: HOUR_MS });
  for (const state of ["expired", "deleted"] as const) {
    await box.control("DELETE", "/journal");
    const exporting = exportClip(made.gateway, minute, quick);
    await until(async () => (await asked()) >= 1);
    await fate(state);
    expect(await exporting).toMatchObject({ state, taskId: expect.stringContaining("#") });
  }
});

dbTest("a saving whose result is lost is unknown, and never sent again", async () => {
  for (const afterEffect of [false, true]) {
    await box.control("DELETE", "/journal");
    await box.control("POST", "/faults", { match: SAVE, kind: "reset", afterEffect });
    const result = await exportClip(made.gateway, minute, quick);
    expect(result).toMatchObject({ state: "unknown", taskId: null, error: { kind: "interrupted", maybeDone: true } });
    await box.control("DELETE", "/faults");
    expect(await arrivals(box, SAVE)).toHaveLength(1);
    expect(await asked()).toBe(0);
  }
});

dbTest("a device that is away leaves it unknown; a camera that is not there refuses", async () => {
  await box.control("POST", `/devices/${camera.serialNo}/offline`);
  const away = await exportClip(made.gateway, minute, quick);
  expect(away).toMatchObject({ state: "unknown", error: { code: "OPEN000009" } });
  const nowhere = await failureOf(exportClip(made.gateway, { ...minute, cameraId: "nope" }, quick));
  expect(nowhere).toMatchObject({ kind: "refused", code: "OPEN000503", maybeDone: false });
  const upsideDown = await failureOf(exportClip(made.gateway, { ...minute, to: minute.from }, quick));
  expect(upsideDown).toMatchObject({ kind: "invalid-input", field: "to" });
  expect(await arrivals(box, SAVE)).toHaveLength(2);
});

dbTest("who cancels leaves the upload alone, and can follow it later", async () => {
  await box.control("POST", "/settings", { clipDelayMs: HOUR_MS });
  const person = new AbortController();
  const exporting = exportClip(made.gateway, minute, { ...quick, signal: person.signal });
  await until(async () => (await asked()) >= 1);
  person.abort();
  const cancelled = await exporting;
  if (cancelled.state !== "cancelled") throw new Error(`It is ${cancelled.state}.`);
  await fate("ready");
  expect(await followClip(made.gateway, cancelled.taskId, quick)).toMatchObject({ state: "done" });
  expect(await arrivals(box, SAVE)).toHaveLength(1);
  const before = new AbortController();
  before.abort();
  const never = await failureOf(exportClip(made.gateway, minute, { ...quick, signal: before.signal }));
  expect(never).toMatchObject({ kind: "cancelled", maybeDone: false });
  expect(await arrivals(box, SAVE)).toHaveLength(1);
});

dbTest("when the time is over it is unfinished; a task nobody knows is so at once", async () => {
  await box.control("POST", "/settings", { clipDelayMs: HOUR_MS });
  const slow = await exportClip(made.gateway, minute, { ...quick, deadlineMs: 300 });
  expect(slow).toMatchObject({ state: "unfinished", taskId: expect.stringContaining("#") });
  const unknown = await followClip(made.gateway, "nobody#knows", quick);
  expect(unknown).toMatchObject({ state: "unfinished", error: { code: "OPEN000011" } });
});

dbTest("a gateway that is away while it uploads is asked again", async () => {
  await box.control("POST", "/faults", { match: ASK, kind: "status5xx", times: 4 });
  expect(await exportClip(made.gateway, minute, quick)).toMatchObject({ state: "done" });
  expect(await asked()).toBe(5);
  expect(await arrivals(box, SAVE)).toHaveLength(1);
});

dbTest("every spelling of the answers leads to the same", async () => {
  await box.control("POST", "/spelling", { mode: "awkward" });
  for (let round = 0; round < 6; round += 1) {
    expect(await exportClip(made.gateway, minute, quick)).toMatchObject({ state: "done" });
  }
});
