/** Moving a camera of the sandbox over real HTTP; what really became of it is read from the world. */
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { arrivals, failureOf, makeGateway, startAfresh, type MadeGateway } from "../fixtures/harness";
import { gotoPreset, listPresets, moveCamera, setPreset, stopCamera, switchAuxiliary, type DeviceChannel } from "./ptz";

const lane = { lane: "interactive" } as const;
const PASS = "/isapi/proxypass";

interface Movable {
  id: string;
  deviceId: string;
  channelNo: number;
  online: boolean;
}
interface Head {
  moving: boolean;
  position: { pan: number; tilt: number; zoom: number };
  presets: { number: number; name: string }[];
  auxiliaries: string[];
}

let box: TestSandbox;
let made: MadeGateway;
let camera: Movable;

beforeAll(async () => {
  box = await startSandbox();
});
beforeEach(async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.1);
  await startAfresh(box);
  made = makeGateway(box);
  const { cameras } = await box.control<{ cameras: Movable[] }>("GET", "/world/movable");
  const found = cameras.find(({ online }) => online);
  if (!found) throw new Error("No camera can move.");
  camera = found;
});
afterAll(() => box.stop());

const head = () => box.control<Head>("GET", `/world/heads/${camera.id}`);
const done = { result: "done", items: [] };

dbTest("a camera moves until it is stopped", async () => {
  expect(await moveCamera(made.gateway, camera, { pan: 0.5, zoom: -1 }, lane)).toEqual(done);
  expect((await head()).moving).toBe(true);
  expect(await stopCamera(made.gateway, camera, lane)).toEqual(done);
  const still = await head();
  expect(still.moving).toBe(false);
  await box.control("POST", "/clock", { advanceMs: 60_000 });
  expect((await head()).position).toEqual(still.position);
});

dbTest("a motion is sent once, a stop until it is certain", async () => {
  await box.control("DELETE", "/journal");
  await box.control("POST", "/faults", { match: PASS, kind: "reset", times: 1, afterEffect: true });
  const lost = await failureOf(moveCamera(made.gateway, camera, { tilt: 1 }, lane));
  expect(lost).toMatchObject({ kind: "interrupted", maybeDone: true });
  expect(await arrivals(box, PASS)).toHaveLength(1);
  expect((await head()).moving).toBe(true);
  await box.control("POST", "/faults", { match: PASS, kind: "reset", times: 1 });
  expect(await stopCamera(made.gateway, camera, lane)).toEqual(done);
  expect(await arrivals(box, PASS)).toHaveLength(3);
  expect((await head()).moving).toBe(false);
});

dbTest("positions are remembered under any name, listed and gone back to", async () => {
  const name = `Tor <3> & "Rampe" 北門`;
  const home = (await head()).position;
  expect(await setPreset(made.gateway, camera, { number: 5, name }, lane)).toEqual(done);
  const { outcome, presets } = await listPresets(made.gateway, camera, lane);
  expect(outcome).toEqual(done);
  expect(presets).toContainEqual({ number: 5, name, set: true });
  expect(presets).toContainEqual({ number: 3, name: "Preset 3", set: false });
  expect(presets.map(({ number }) => number)).toEqual(presets.map((_, index) => index + 1));
  expect(await gotoPreset(made.gateway, camera, 2, lane)).toEqual(done);
  expect((await head()).position).not.toEqual(home);
  expect(await gotoPreset(made.gateway, camera, 5, lane)).toEqual(done);
  expect((await head()).position).toEqual(home);
  expect(await gotoPreset(made.gateway, camera, 9, lane)).toMatchObject({
    result: "refused",
    items: [{ id: camera.deviceId, code: "invalidOperation" }],
  });
});

dbTest("lights and wipers", async () => {
  expect(await switchAuxiliary(made.gateway, camera, { kind: "wiper", on: true }, lane)).toEqual(done);
  expect(await switchAuxiliary(made.gateway, camera, { kind: "light", on: true }, lane)).toEqual(done);
  expect(await switchAuxiliary(made.gateway, camera, { kind: "wiper", on: false }, lane)).toEqual(done);
  expect((await head()).auxiliaries).toEqual(["LIGHT/1"]);
  const second = await switchAuxiliary(made.gateway, camera, { kind: "light", on: true, number: 2 }, lane);
  expect(second).toMatchObject({ result: "refused", items: [{ code: "notSupport" }] });
});

dbTest("a camera that cannot move says so", async () => {
  const fixed: DeviceChannel = { deviceId: camera.deviceId, channelNo: 9_999 };
  const refusal = { result: "refused", items: [{ id: camera.deviceId, code: "notSupport" }] };
  expect(await moveCamera(made.gateway, fixed, { pan: 1 }, lane)).toMatchObject(refusal);
  expect(await listPresets(made.gateway, fixed, lane)).toMatchObject({ outcome: refusal, presets: [] });
});

dbTest("what no device takes is refused before anything is sent", async () => {
  await box.control("DELETE", "/journal");
  const { gateway } = made;
  const attempts: [Promise<unknown>, string][] = [
    [moveCamera(gateway, camera, { pan: 1.01 }, lane), "pan"],
    [moveCamera(gateway, camera, { zoom: Number.NaN }, lane), "zoom"],
    [moveCamera(gateway, camera, {}, lane), "motion"],
    [moveCamera(gateway, camera, { tilt: 0.001 }, lane), "motion"],
    [gotoPreset(gateway, camera, 0, lane), "number"],
    [setPreset(gateway, camera, { number: 1, name: "  " }, lane), "name"],
    [stopCamera(gateway, { ...camera, channelNo: 1.5 }, lane), "channelNo"],
    [switchAuxiliary(gateway, camera, { kind: "light", on: true, number: 17 }, lane), "number"],
  ];
  for (const [attempt, field] of attempts) {
    expect(await failureOf(attempt)).toMatchObject({ kind: "invalid-input", field, status: 422 });
  }
  expect(await arrivals(box, PASS)).toEqual([]);
});

dbTest("an answer in any spelling is understood", async () => {
  await box.control("POST", "/spelling", { mode: "awkward" });
  for (let round = 0; round < 6; round += 1) {
    expect((await listPresets(made.gateway, camera, lane)).presets.length).toBeGreaterThan(2);
    expect(await gotoPreset(made.gateway, camera, 1, lane)).toEqual(done);
  }
});
