import { hostname } from "node:os";
import { afterAll, beforeAll } from "vitest";
import { GET as getHealth } from "@/app/api/health/route";
import { GET as getStorage } from "@/app/api/storage/route";
import { pool } from "@/lib/db/client";
import { takeWanted } from "@/lib/domains/cameras/job";
import { wantThumbnails } from "@/lib/domains/cameras/write";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import { sweep } from "@/lib/domains/sync/mirror";
import { log } from "@/lib/log";
import { callRoute, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { checkHost, hostHealth } from "./job";
import { localStorage, measureRoom, type Measure } from "./mirror";
import type { Health, StorageState } from "./schema";

const gib = 1024 ** 3;
const disk =
  (freeGib: number, totalGib = 100): Measure =>
  () =>
    Promise.resolve({ freeBytes: freeGib * gib, totalBytes: totalGib * gib });

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
});
afterAll(() => sandbox.stop());

async function asGuard(): Promise<StorageState> {
  const guard = await signedIn("guard");
  return (await (await callRoute(getStorage, guard.request("/api/storage"))).json()) as StorageState;
}

async function asAdministrator(): Promise<Health> {
  const administrator = await signedIn("administrator");
  return (await (await callRoute(getHealth, administrator.request("/api/health"))).json()) as Health;
}

dbTest("a real folder has room, also before it is made", async () => {
  const room = await measureRoom("/nowhere/at/all");
  expect(room.totalBytes).toBeGreaterThan(0);
  expect(room.freeBytes).toBeLessThanOrEqual(room.totalBytes);
  await hostHealth.run(dutyRun());
  const [own] = (await asAdministrator()).hosts;
  expect(own).toMatchObject({ host: hostname(), gatewaySkewMs: null, clockWrong: false });
  expect(own?.totalBytes).toBeGreaterThan(0);
});

dbTest("less than the share and less than the size: first a warning, then pictures stop", async () => {
  const stateOf = async (free: number, total?: number) => (await localStorage(disk(free, total))).state;
  expect(await stateOf(6)).toBe("ok");
  expect(await stateOf(4.9)).toBe("warn");
  expect(await stateOf(1.9)).toBe("stopped");
  // A small disk: ten percent of it are less than five gigabytes.
  expect(await stateOf(2.1, 20)).toBe("ok");
  expect(await stateOf(1.9, 20)).toBe("warn");
  expect(await stateOf(0.9, 20)).toBe("stopped");
  await pool().query("INSERT INTO setting (key, value) VALUES ('storage.warn-gib', '7')");
  expect(await stateOf(6)).toBe("warn");
  await pool().query("TRUNCATE setting");
});

dbTest("everybody hears of a full disk since when, and that it is over", async () => {
  await checkHost({ log }, disk(50));
  expect(await asGuard()).toEqual({ state: "ok" });
  await checkHost({ log }, disk(3));
  const first = await asGuard();
  expect(first).toMatchObject({ state: "warn", freeBytes: 3 * gib });
  await checkHost({ log }, disk(2.5));
  expect(await asGuard()).toMatchObject({ state: "warn", since: (first as { since: string }).since });
  await checkHost({ log }, disk(1));
  expect(await asGuard()).toMatchObject({ state: "stopped" });
  expect((await asAdministrator()).status).toBe("degraded");

  // Another machine with room does not hide it; one that is silent no longer counts.
  await pool().query(
    "INSERT INTO host_health (host, storage, free_bytes, total_bytes) VALUES ('a-roomy-one', 'ok', 1, 1)",
  );
  expect(await asGuard()).toMatchObject({ state: "stopped" });
  await pool().query("UPDATE host_health SET checked_at = now() - interval '6 minutes' WHERE storage = 'stopped'");
  expect(await asGuard()).toEqual({ state: "ok" });
  await checkHost({ log }, disk(50));
  expect((await asAdministrator()).hosts.map(({ storage }) => storage)).toEqual(["ok", "ok"]);
});

dbTest("pictures wait while the disk is full, and come by themselves afterwards", async () => {
  await sweep(elementMirrors.cameras, dutyRun());
  const { rows } = await pool().query<{ id: string }>("SELECT id FROM camera WHERE online = 'online' ORDER BY id");
  const seen = await Promise.all(
    rows.map((row) => sandbox.control<{ id: string; encrypted: boolean }>("GET", `/world/cameras/${row.id}`)),
  );
  const id = seen.find(({ encrypted }) => !encrypted)?.id ?? "";
  await wantThumbnails([id]);
  const state = async () =>
    (await pool().query<{ state: string }>("SELECT thumbnail_state AS state FROM camera WHERE id = $1", [id])).rows[0]
      ?.state;
  expect(await takeWanted(dutyRun(), disk(1))).toBeGreaterThan(0);
  expect(await state()).toBe("wanted");
  expect(await sandbox.control("GET", "/stats")).toMatchObject({ pictures: { served: 0 } });
  await takeWanted(dutyRun(), disk(50));
  expect(await state()).toBe("ready");
});
