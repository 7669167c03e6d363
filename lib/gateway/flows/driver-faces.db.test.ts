/** Face pictures of drivers on their way, over real HTTP. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { until } from "@/lib/testing/until";
import { arrivals, failureOf, makeGateway, startAfresh, type MadeGateway } from "../fixtures/harness";
import { distributeDriverFaces, type DriverFaceProgress } from "./driver-faces";

const STATUS = "/driverFace/status/query";
let box: TestSandbox;
let made: MadeGateway;
let drivers: { driverId: string; plates: string[] }[];

beforeAll(async () => {
  box = await startSandbox();
});
beforeEach(async () => {
  await startAfresh(box);
  made = makeGateway(box);
  const answer = await box.answer("/vehicle/v1/driver/batchquery", { pageIndex: 1, pageSize: 500, relatedVehicle: 2 });
  const rows = answer["drivers"] as { driverId: string; distributionStatus: number; relatedVehicles: object[] }[];
  const { vehicles } = await box.control<{ vehicles: { id: string; online: boolean; deviceSerial: string | null }[] }>(
    "GET",
    "/vehicles",
  );
  for (const { id, online } of vehicles) if (!online) await box.control("PATCH", `/vehicles/${id}`, { online: true });
  const seated = new Set(vehicles.filter((each) => each.deviceSerial !== null).map((each) => each.id));
  drivers = rows
    // Those whose picture was applied before have one.
    .filter((row) => row.distributionStatus === 2)
    .map((row) => ({
      driverId: row.driverId,
      vehicles: row.relatedVehicles as { vehicleId: string; plateLicense: string }[],
    }))
    .filter((row) => row.vehicles.every(({ vehicleId }) => seated.has(vehicleId)))
    .map(({ driverId, vehicles: own }) => ({ driverId, plates: own.map((each) => each.plateLicense) }));
  await box.control("DELETE", "/journal");
});
afterAll(() => box.stop());

const first = (index: number) => drivers[index]?.driverId ?? "";
const quick = { lane: "interactive", intervalMs: 20, deadlineMs: 60_000 } as const;

dbTest("is done when successes and failures add up to the total", async () => {
  await box.control("PATCH", `/drivers/${first(1)}`, { faceError: "THD_ISAPI_0x60000036" });
  await box.control("POST", "/settings", { driverFaceMs: 60 });
  const seen: DriverFaceProgress[] = [];
  const input = { driverIds: [first(0), first(1), first(2)] as [string, string, string] };
  const result = await distributeDriverFaces(made.gateway, input, { ...quick, onProgress: (each) => seen.push(each) });
  expect(result).toMatchObject({ finished: true, error: null, total: 3, succeeded: 2, failed: 1 });
  expect(result.failures).toMatchObject([
    { driverId: first(1), plate: drivers[1]?.plates[0], code: "THD_ISAPI_0x60000036" },
  ]);
  expect(result.outcome.result).toBe("partly done");
  expect(result.outcome.items.map(({ id, result: what }) => [id, what])).toEqual([
    [first(0), "done"],
    [first(1), "refused"],
    [first(2), "done"],
  ]);
  expect(seen.at(-1)).toEqual({ total: 3, succeeded: 2, failed: 1 });
  expect(seen.every((each, index) => index === 0 || each.succeeded >= (seen[index - 1]?.succeeded ?? 0))).toBe(true);
  expect(await arrivals(box, "/driverFace/distribution")).toHaveLength(1);
});

dbTest("says what is not known when the time is over", async () => {
  await box.control("POST", "/settings", { driverFaceMs: 3_600_000 });
  const result = await distributeDriverFaces(made.gateway, { driverIds: [first(0)] }, { ...quick, deadlineMs: 0 });
  expect(result).toMatchObject({ finished: false, error: null, total: 1, succeeded: 0 });
  expect(result.outcome).toMatchObject({ result: "unknown", items: [{ id: first(0), result: "unknown" }] });
});

dbTest("ends when it is told to, the pictures go on", async () => {
  await box.control("POST", "/settings", { driverFaceMs: 3_600_000 });
  const controller = new AbortController();
  const flow = distributeDriverFaces(made.gateway, { driverIds: [first(0)] }, { ...quick, signal: controller.signal });
  const ended = flow.catch((error: unknown) => error);
  await until(async () => (await arrivals(box, STATUS)).length > 1);
  controller.abort(new Error("The page was left."));
  expect(await ended).toEqual(new Error("The page was left."));
  await box.control("POST", "/clock", { advanceMs: 3_700_000 });
  const rows = (
    await box.answer("/vehicle/v1/driver/batchquery", { pageIndex: 1, pageSize: 1, driverIds: [first(0)] })
  )["drivers"];
  expect(rows).toMatchObject([{ distributionStatus: 2 }]);
});

dbTest("a failed start is thrown, a failed question leaves what was started unknown", async () => {
  const nobody = failureOf(distributeDriverFaces(made.gateway, { driverIds: ["0"] }, quick));
  expect(await nobody).toMatchObject({ kind: "refused", code: "OPEN010007", maybeDone: false });
  await box.control("POST", "/faults", { match: STATUS, kind: "errorCode", code: "OPEN010007" });
  const result = await distributeDriverFaces(made.gateway, { driverIds: [first(0)] }, quick);
  expect(result).toMatchObject({ finished: false, error: { code: "OPEN010007" }, outcome: { result: "unknown" } });
});

dbTest("a question that fails for a moment is asked again", async () => {
  await box.control("POST", "/settings", { driverFaceMs: 0 });
  await box.control("POST", "/faults", { match: STATUS, kind: "errorCode", code: "VMS001001", times: 5 });
  const result = await distributeDriverFaces(made.gateway, { driverIds: [first(0)] }, quick);
  expect(result).toMatchObject({ finished: true, succeeded: 1, outcome: { result: "done" } });
});

dbTest("drivers without a device to send to have nothing to wait for", async () => {
  const answer = await box.answer("/vehicle/v1/driver/batchquery", { pageIndex: 1, pageSize: 500, relatedVehicle: 1 });
  const [walker] = answer["drivers"] as { driverId: string }[];
  const result = await distributeDriverFaces(made.gateway, { driverIds: [walker?.driverId ?? ""] }, quick);
  expect(result).toMatchObject({ finished: true, total: null, outcome: { result: "done" } });
  expect(await arrivals(box, STATUS)).toHaveLength(0);
});
