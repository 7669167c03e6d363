/** Snapshots, and small pictures on request. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { cameraThumbnails } from "@/lib/domains/cameras/job";
import { storeThumbnail } from "@/lib/domains/cameras/mirror";
import type { Snapshot, Snapshots } from "@/lib/domains/cameras/schema";
import { SNAPSHOTS_KEPT } from "@/lib/domains/cameras/terms";
import { wantThumbnails } from "@/lib/domains/cameras/write";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import { sweep } from "@/lib/domains/sync/mirror";
import type { Problem } from "@/lib/http/problem";
import { mediaFile } from "@/lib/media/disk";
import { forget, keep, prepare } from "@/lib/media/store";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { entriesOf, wholeLog } from "@/lib/testing/entries";
import { ownDataFolder } from "@/lib/testing/folder";
import { withSettings } from "@/lib/testing/mode";
import { camerasWithoutPictures, plainCamera, type CameraSample } from "@/lib/testing/pictures";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { sleep } from "@/lib/time";
import { GET as getPicture } from "./[id]/snapshots/[snapshotId]/picture/route";
import { GET as getSnapshots, POST as postSnapshot } from "./[id]/snapshots/route";
import { POST as postThumbnail } from "./[id]/thumbnail/route";

let sandbox: TestSandbox;
let guard: SignedIn;
let plain: CameraSample;
let encrypted: string;
const folder = ownDataFolder();
const run = dutyRun();

beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
  await sweep(elementMirrors.cameras, run);
  guard = await signedIn("guard", { name: "Gerda Guard" });
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  const cameras = await camerasWithoutPictures(sandbox);
  plain = plainCamera(cameras);
  encrypted = cameras.find((camera) => camera.online && camera.encrypted)?.id ?? "";
});

const take = (id: string, who = guard, init: { signal?: AbortSignal } = {}) =>
  callRoute(postSnapshot, who.request(`/api/cameras/${id}/snapshots`, { method: "POST", json: {}, ...init }), { id });

const list = async (id: string, who = guard) =>
  callRoute(getSnapshots, who.request(`/api/cameras/${id}/snapshots`), { id });

const look = (id: string, snapshotId: string, who = guard, query = "") =>
  callRoute(getPicture, who.request(`/api/cameras/${id}/snapshots/${snapshotId}/picture${query}`), { id, snapshotId });

const refresh = (id: string) =>
  callRoute(postThumbnail, guard.request(`/api/cameras/${id}/thumbnail`, { method: "POST", json: {} }), { id });

async function hashOf(snapshotId: string): Promise<string> {
  const { rows } = await pool().query<{ hash: string }>("SELECT hash FROM camera_snapshot WHERE id = $1", [snapshotId]);
  return rows[0]?.hash ?? "";
}

async function outcome(action: string) {
  return (await entriesOf(action)).filter(({ phase }) => phase === "outcome").at(-1);
}

dbTest("a snapshot is taken, kept with who and when, looked at on the record, and downloaded", async () => {
  const response = await take(plain.id);
  expect(response.status).toBe(201);
  const snapshot = (await response.json()) as Snapshot;
  expect(snapshot.by).toBe("Gerda Guard");
  expect(((await (await list(plain.id)).json()) as Snapshots).items).toEqual([snapshot]);
  expect(existsSync(mediaFile(await hashOf(snapshot.id)))).toBe(true);
  expect(await outcome("camera.capture")).toMatchObject({
    result: "done",
    objects: [
      { kind: "camera", id: plain.id },
      { kind: "snapshot", id: snapshot.id },
    ],
  });
  const { rows } = await pool().query<{ payload: unknown }>("SELECT payload FROM bus_event");
  expect(rows).toMatchObject([{ payload: { topic: "thumbnail", cameraIds: [plain.id] } }]);

  const picture = await look(plain.id, snapshot.id);
  expect(picture.headers.get("content-type")).toBe("image/jpeg");
  expect(picture.headers.get("content-disposition")).toMatch(/^inline; filename="snapshot-[\dT-]+Z\.jpg"$/);
  expect(Buffer.from(await picture.arrayBuffer()).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  const file = await look(plain.id, snapshot.id, guard, "?download=1");
  expect(file.headers.get("content-disposition")).toMatch(/^attachment/);
  expect(await entriesOf("camera.snapshot.view")).toMatchObject([
    {
      phase: "event",
      objects: [{ id: plain.id }, { kind: "snapshot", id: snapshot.id }],
      details: { download: false },
    },
    { details: { download: true } },
  ]);
  expect(await wholeLog()).not.toContain("X-Amz");
});

dbTest("nobody sees a picture that cannot be recorded, nor one of another camera", async () => {
  const snapshot = (await (await take(plain.id)).json()) as Snapshot;
  const { rows } = await pool().query<{ id: string }>("SELECT id FROM camera WHERE id <> $1 LIMIT 1", [plain.id]);
  expect((await look(rows[0]?.id ?? "", snapshot.id)).status).toBe(404);
  await pool().query("ALTER FUNCTION audit_append(text, text, jsonb) RENAME TO audit_append_away");
  try {
    expect((await look(plain.id, snapshot.id)).status).toBe(503);
    expect((await take(plain.id)).status).toBe(503);
  } finally {
    await pool().query("ALTER FUNCTION audit_append_away(text, text, jsonb) RENAME TO audit_append");
  }
  expect(((await (await list(plain.id)).json()) as Snapshots).items).toHaveLength(1);
});

dbTest("a machine that does not have the snapshot says so, and no look is written down", async () => {
  const snapshot = (await (await take(plain.id)).json()) as Snapshot;
  const looks = (await entriesOf("camera.snapshot.view")).length;
  const there = await withSettings({ GATEHOUSE_DATA_DIR: join(folder, "another machine") }, () =>
    look(plain.id, snapshot.id),
  );
  expect(there.status).toBe(404);
  expect(await there.json()).toMatchObject({
    detail: "This snapshot is not on the machine that answered.",
    remedy: expect.stringContaining("must share one data folder") as string,
  });
  expect(await entriesOf("camera.snapshot.view")).toHaveLength(looks);
  expect((await look(plain.id, snapshot.id)).status).toBe(200);
});

dbTest("without live:watch there is neither taking nor looking", async () => {
  const snapshot = (await (await take(plain.id)).json()) as Snapshot;
  const auditor = await signedIn("auditor");
  expect((await take(plain.id, auditor)).status).toBe(403);
  expect((await list(plain.id, auditor)).status).toBe(403);
  expect((await look(plain.id, snapshot.id, auditor)).status).toBe(403);
});

dbTest("why there is no snapshot is told: offline, no picture, encrypted, refused host", async () => {
  const problem = async (id: string) => (await (await take(id)).json()) as Problem;
  await sandbox.control("POST", `/devices/${plain.serial}/offline`);
  expect(await problem(plain.id)).toMatchObject({ code: "OPEN000554", remedy: expect.stringMatching(/\S/) as string });
  expect(await outcome("camera.capture")).toMatchObject({ result: "refused", code: "OPEN000554" });
  await sandbox.control("POST", `/devices/${plain.serial}/online`);
  await sandbox.control("POST", "/settings", { capture: "empty" });
  expect(await problem(plain.id)).toMatchObject({ code: "OPEN000556" });
  await sandbox.control("POST", "/settings", { capture: "plain" });
  expect((await problem(encrypted)).detail).toContain("encrypts");
  await withSettings({ HCC_BASE_URL: sandbox.url.replace("127.0.0.1", "localhost") }, async () => {
    expect((await problem(plain.id)).detail).toContain("Pictures are not fetched from 127.0.0.1");
  });
  expect(((await (await list(plain.id)).json()) as Snapshots).items).toEqual([]);
});

dbTest("a picture whose answer is lost is asked for again, since taking two does no harm", async () => {
  await sandbox.loseAnswer("capturePic", { times: 1 });
  expect((await take(plain.id)).status).toBe(201);
  await sandbox.control("POST", "/faults", { match: "/hccopen/capture/", kind: "status5xx", times: 1 });
  const problem = (await (await take(plain.id)).json()) as Problem;
  expect(problem).toMatchObject({ status: 503, remedy: "Try again in a moment." });
});

dbTest("whoever goes away lets the camera go too", async () => {
  await sandbox.control("POST", "/faults", { match: "capturePic", kind: "hang", times: 1 });
  const leaving = new AbortController();
  const waiting = take(plain.id, guard, { signal: leaving.signal });
  let asked = 0;
  while (asked === 0) {
    const faults = await sandbox.control<{ faults: { hits: number }[] }>("GET", "/faults");
    asked = faults.faults[0]?.hits ?? 0;
    if (asked === 0) await sleep(20);
  }
  leaving.abort();
  expect((await waiting).status).toBe(499);
  expect(await outcome("camera.capture")).toMatchObject({ result: "unknown" });
});

dbTest("the oldest make room, and take along only pictures that nobody uses", async () => {
  const jpeg = (text: string) => prepare(Buffer.from([0xff, 0xd8, 0xff, ...Buffer.from(text)]));
  const prepared = [await jpeg("shared"), await jpeg("alone")] as const;
  await transaction((tx) => keep(tx, ...prepared));
  const [shared, alone] = prepared.map(({ hash }) => hash);
  await transaction((tx) =>
    storeThumbnail(tx, { cameraId: plain.id, state: "ready", reason: null, hash: shared ?? "", retryInMs: null }),
  );
  await pool().query(
    `INSERT INTO camera_snapshot (id, camera_id, hash, taken_at)
     SELECT gen_random_uuid(), $1, CASE WHEN n = 1 THEN $2 WHEN n = 2 THEN $3 ELSE 'other' END, now() - (100 - n) * interval '1 minute'
       FROM generate_series(1, $4::int) AS n`,
    [plain.id, shared, alone, SNAPSHOTS_KEPT],
  );
  await take(plain.id);
  await take(plain.id);
  expect(((await (await list(plain.id)).json()) as Snapshots).items).toHaveLength(SNAPSHOTS_KEPT);
  expect(existsSync(mediaFile(shared ?? "")), "the thumbnail still uses it").toBe(true);
  expect(existsSync(mediaFile(alone ?? ""))).toBe(false);
});

dbTest("a thumbnail that changes leaves the picture of a snapshot alone", async () => {
  await wantThumbnails([plain.id]);
  await cameraThumbnails.run(run);
  const { rows } = await pool().query<{ hash: string }>("SELECT thumbnail_hash AS hash FROM camera WHERE id = $1", [
    plain.id,
  ]);
  const hash = rows[0]?.hash ?? "";
  await pool().query("INSERT INTO camera_snapshot (id, camera_id, hash) VALUES (gen_random_uuid(), $1, $2)", [
    plain.id,
    hash,
  ]);
  await sandbox.control("POST", "/clock", { advanceMs: 60_000 });
  expect((await refresh(plain.id)).status).toBe(204);
  const after = await pool().query<{ hash: string; state: string }>(
    "SELECT thumbnail_hash AS hash, thumbnail_state AS state FROM camera WHERE id = $1",
    [plain.id],
  );
  expect(after.rows[0]).toMatchObject({ state: "ready" });
  expect(after.rows[0]?.hash).not.toBe(hash);
  expect(existsSync(mediaFile(hash)), "a snapshot still uses it").toBe(true);
  await pool().query("DELETE FROM camera_snapshot");
  await forget([hash]);
  expect(existsSync(mediaFile(hash))).toBe(false);
  expect(await outcome("camera.thumbnail.refresh")).toMatchObject({ result: "done" });
});

dbTest("a small picture that cannot be refreshed says why, and the old one stays", async () => {
  expect((await refresh(plain.id)).status).toBe(204);
  await sandbox.control("POST", `/cameras/${plain.id}/offline`);
  const response = await refresh(plain.id);
  expect((await response.json()) as Problem).toMatchObject({ code: "VMS021314" });
  const { rows } = await pool().query("SELECT thumbnail_state FROM camera WHERE id = $1", [plain.id]);
  expect(rows).toEqual([{ thumbnail_state: "ready" }]);
  expect(await outcome("camera.thumbnail.refresh")).toMatchObject({ result: "refused", code: "VMS021314" });
});
