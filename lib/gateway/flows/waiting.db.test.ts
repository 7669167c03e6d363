/** Flows that wait, over real HTTP; the sandbox's clock is moved on when something is to happen. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import type { Gateway } from "../client";
import { addAccessLevels, listAccessLevels } from "../endpoints/access-levels";
import { setFingerprints } from "../endpoints/person-credentials";
import { getPerson } from "../endpoints/persons";
import { arrivals, failureOf, makeGateway, startAfresh } from "../fixtures/harness";
import { Secret } from "../secret";
import { waitForApplication, type ApplicationProgress } from "./application";
import { waitForCard, waitForFingerprint } from "./collecting";
import { addDeviceAndWait, type DeviceProgress } from "./device-adding";

interface Summary {
  samples: {
    persons: { id: string; levelIds: string[] }[];
    levels: { id: string; name: string; doorIds: string[] }[];
    collectors: { serialNo: string }[];
  };
}

let box: TestSandbox;
let gateway: Gateway;
let summary: Summary;

/** Looks often, and long enough for any machine. */
const patience = { lane: "interactive", intervalMs: 20, deadlineMs: 25_000 } as const;
const control = (path: string, body: object) => box.control("POST", path, body);

beforeAll(async () => {
  box = await startSandbox();
});
beforeEach(async () => {
  await startAfresh(box);
  gateway = makeGateway(box).gateway;
  await control("/settings", { applyDelayMs: 3_600_000, collectDelayMs: 10, collect: "manual" });
  summary = await box.control("GET", "/people/summary");
});
afterAll(() => box.stop());

/** Gives the first person a level that is not held and whose doors are online. */
async function grant() {
  const [person] = summary.samples.persons;
  const { items } = await gateway.call(listAccessLevels, { name: "Warehouse" }, { lane: "interactive" });
  const [level] = items;
  if (!person || !level) throw new Error("the sandbox has nobody");
  expect(person.levelIds).not.toContain(level.id);
  const input = { persons: [{ personId: person.id, levelIds: [level.id] }] } as const;
  const data = await gateway.call(addAccessLevels, input as never, { lane: "interactive" });
  expect(addAccessLevels.outcome?.(data, input as never).result).toBe("done");
  return { personId: person.id, doorIds: level.doors.map(({ id }) => id) };
}

dbTest("an application is followed until nothing is pending", async () => {
  const input = await grant();
  const seen: ApplicationProgress[] = [];
  const { value, finished } = await waitForApplication(gateway, input, {
    ...patience,
    onProgress(progress) {
      if (seen.push(progress) === 2) void control("/clock", { advanceMs: 5 * 3_600_000 });
    },
  });
  expect(seen[0]?.pending).toBe(input.doorIds.length);
  expect(finished).toBe(true);
  expect(value).toMatchObject({ pending: 0, failed: 0, applied: value.total });
  expect(seen.at(-1)).toEqual(value);
});

dbTest("a door that refuses ends it with the door's code", async () => {
  const { personId, doorIds } = await grant();
  await control(`/people/doors/${doorIds[0]}/failure`, { code: "VMS040105" });
  await control("/clock", { advanceMs: 5 * 3_600_000 });
  const { value, finished } = await waitForApplication(gateway, { personId, doorIds }, patience);
  expect([finished, value.failed]).toEqual([true, 1]);
  expect(value.elements.find(({ id }) => id === doorIds[0])).toMatchObject({ status: "failed", code: "VMS040105" });
});

dbTest("at the deadline what is pending is told, and a door nobody lists is waited for", async () => {
  const { personId, doorIds } = await grant();
  const short = { ...patience, deadlineMs: 60 };
  expect(await waitForApplication(gateway, { personId, doorIds }, short)).toMatchObject({
    finished: false,
    value: { pending: doorIds.length },
  });
  await control("/clock", { advanceMs: 5 * 3_600_000 });
  const strange = await waitForApplication(gateway, { personId, doorIds: ["nowhere"] }, short);
  expect(strange).toMatchObject({ finished: false, value: { pending: 0 } });
});

dbTest("waiting ends when it is cancelled, and nothing more is asked", async () => {
  const input = await grant();
  const ended = new AbortController();
  const waiting = waitForApplication(gateway, input, {
    ...patience,
    signal: ended.signal,
    onProgress: () => ended.abort(new Error("enough")),
  });
  await expect(waiting).rejects.toThrow("enough");
  expect(await arrivals(box, "/elementdetail")).toHaveLength(1);
});

dbTest("a card is waited for until somebody comes", async () => {
  const deviceSerial = summary.samples.collectors[0]?.serialNo ?? "";
  const codes: (string | null)[] = [];
  const { value, finished } = await waitForCard(
    gateway,
    { deviceSerial },
    {
      ...patience,
      onProgress({ code }) {
        if (codes.push(code) === 2) void control("/people/present", { cardNo: "4711" });
      },
    },
  );
  expect([finished, value.cardNo]).toEqual([true, "4711"]);
  expect(codes.slice(0, 2)).toEqual(["CCF038084", "CCF038084"]);
  expect(codes.at(-1)).toBeNull();
});

dbTest("nobody comes, or there is no reader", async () => {
  const deviceSerial = summary.samples.collectors[0]?.serialNo ?? "";
  const nobody = await waitForCard(gateway, { deviceSerial }, { ...patience, deadlineMs: 60 });
  expect(nobody).toMatchObject({ finished: false, value: { cardNo: null, code: "CCF038084" } });
  const error = await failureOf(waitForCard(gateway, { deviceSerial: "X404" }, patience));
  expect([error.kind, error.code]).toEqual(["refused", "CCF038065"]);
});

dbTest("a poor fingerprint is read again, and the good one can be stored", async () => {
  const deviceSerial = summary.samples.collectors[0]?.serialNo ?? "";
  const qualities: (number | null)[] = [];
  const read: { data: Secret | null }[] = [];
  await control("/people/present", { fingerQuality: 40 });
  const { value, finished } = await waitForFingerprint(
    gateway,
    { deviceSerial },
    {
      ...patience,
      onProgress({ quality }) {
        if (qualities.push(quality) === 1) void control("/people/present", { fingerQuality: 91 });
      },
    },
  );
  read.push(value);
  expect([finished, value.quality, qualities[0], qualities.at(-1)]).toEqual([true, 91, 40, 91]);
  expect(JSON.stringify(read)).toContain('"data":"[secret]"');
  const personId = summary.samples.persons[0]?.id ?? "";
  if (!value.data) throw new Error("no data");
  await gateway.call(setFingerprints, { personId, fingerprints: [{ name: "Left thumb", data: value.data }] }, patience);
  const person = await gateway.call(getPerson, { personId }, { lane: "interactive" });
  expect(person?.fingerprints.map(({ name }) => name)).toEqual(["Left thumb"]);
});

dbTest("the best of poor fingerprints is what remains", async () => {
  const deviceSerial = summary.samples.collectors[0]?.serialNo ?? "";
  for (const fingerQuality of [30, 60, 50]) await control("/people/present", { fingerQuality });
  let read = 0;
  const ended = waitForFingerprint(
    gateway,
    { deviceSerial, leastQuality: 100 },
    // The time is over after the third reading.
    { ...patience, deadlineMs: 1_000, onProgress: () => (read += 1), now: () => (read < 3 ? 0 : 2_000) },
  );
  expect(await ended).toMatchObject({ finished: false, value: { quality: 60 } });
});

const boxed = {
  category: "encodingDevice",
  name: "New recorder",
  serial: "S10000002",
  verifyCode: new Secret("GHIJKL"),
  importTo: "new",
  timeZone: { id: "45", applyToDevice: true },
} as const;

dbTest("a device is added once and seen with its channels", async () => {
  const stages: DeviceProgress["stage"][] = [];
  const { value, finished } = await addDeviceAndWait(gateway, boxed, {
    ...patience,
    onProgress: ({ stage }) => void stages.push(stage),
  });
  expect([finished, value.outcome.result, stages]).toEqual([true, "done", ["added", "online"]]);
  expect(value.device?.cameras).toHaveLength(16);
  expect(value.device?.cameras.every(({ areaId }) => areaId !== null)).toBe(true);
  expect(await arrivals(box, "/devices/add")).toHaveLength(1);
});

dbTest("a device the cloud does not know yet is looked for again", async () => {
  await control("/faults", { match: "/devicedetail/get", kind: "errorCode", code: "VMS021307", times: 2 });
  const { value, finished } = await addDeviceAndWait(gateway, boxed, patience);
  expect([finished, value.device?.serial]).toEqual([true, boxed.serial]);
  expect(await arrivals(box, "/devicedetail/get")).toHaveLength(3);
});

dbTest("a device that is refused is not waited for", async () => {
  const wrong = { ...boxed, verifyCode: new Secret("WRONGS") };
  const refused = await addDeviceAndWait(gateway, wrong, patience);
  expect(refused).toMatchObject({ finished: false, value: { device: null, outcome: { result: "refused" } } });
  expect(refused.value.outcome.items[0]?.code).toBe("EVZ20010");
  expect(await arrivals(box, "/devicedetail/get")).toEqual([]);
});
