import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { GET as getCameras } from "./route";
import { GET as getThumbnail } from "./[id]/thumbnail/route";
import { pool } from "@/lib/db/client";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import { sweep } from "@/lib/domains/sync/mirror";
import { downloadPicture, PictureError } from "@/lib/gateway/pictures";
import type { Listing } from "@/lib/http/list";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { ownDataFolder } from "@/lib/testing/folder";
import { withSettings } from "@/lib/testing/mode";
import { camerasWithoutPictures, plainCamera, type CameraSample } from "@/lib/testing/pictures";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { sleep } from "@/lib/time";
import { cameraThumbnails } from "@/lib/domains/cameras/job";
import { mediaFile } from "@/lib/media/disk";
import type { CameraItem } from "@/lib/domains/cameras/schema";
import { wantThumbnails } from "@/lib/domains/cameras/write";

let sandbox: TestSandbox;
let guard: SignedIn;
let cameras: CameraSample[];
const folder = ownDataFolder();

const run = dutyRun();

beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
  await sweep(elementMirrors.cameras, run);
  guard = await signedIn("guard");
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  cameras = await camerasWithoutPictures(sandbox);
});

const plain = () => plainCamera(cameras).id;

interface Stored {
  thumbnail_state: string;
  thumbnail_hash: string | null;
  thumbnail_at: Date | null;
  thumbnail_wanted_at: Date | null;
  online: string;
  thumbnail_reason: string | null;
}

async function stored(id: string): Promise<Stored | undefined> {
  return (await pool().query<Stored>("SELECT * FROM camera WHERE id = $1", [id])).rows[0];
}

/** Has the pictures of these fetched. */
async function take(...ids: string[]): Promise<void> {
  await wantThumbnails(ids);
  await cameraThumbnails.run(run);
}

const ask = (id: string, headers: Record<string, string> = {}) =>
  callRoute(getThumbnail, guard.request(`/api/cameras/${id}/thumbnail?v=12345678`, { headers }), { id });

dbTest("a picture is wanted by looking, fetched by the duty, and served from the copy", async () => {
  const id = plain();
  expect((await ask(id)).status).toBe(404);
  while ((await stored(id))?.thumbnail_wanted_at === null) await sleep(10);
  expect((await stored(id))?.thumbnail_state).toBe("wanted");
  await cameraThumbnails.run(run);

  const response = await ask(id);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("image/jpeg");
  expect(response.headers.get("cache-control")).toBe("private, max-age=60");
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  const { thumbnail_hash: hash } = (await stored(id)) ?? {};
  expect(response.headers.get("etag")).toBe(`"${hash}"`);
  expect((await ask(id, { "if-none-match": `"${hash}"` })).status).toBe(304);
  const events = await pool().query<{ payload: unknown }>("SELECT payload FROM bus_event WHERE topic = 'thumbnail'");
  expect(events.rows).toEqual([
    { payload: { topic: "thumbnail", cameraIds: [id], areaIds: expect.any(Array) as string[] } },
  ]);

  const list = await callRoute(getCameras, guard.request("/api/cameras?limit=200"));
  const { items } = (await list.json()) as Listing<CameraItem>;
  expect(items.find((item) => item.id === id)?.thumbnail).toEqual({
    state: "ready",
    reason: null,
    url: `/api/cameras/${id}/thumbnail?v=${hash?.slice(0, 8)}`,
    at: expect.stringMatching(/Z$/) as string,
  });
  while ((await pool().query("SELECT 1 FROM camera WHERE thumbnail_wanted_at IS NULL")).rowCount !== 1) await sleep(10);
});

dbTest("a picture that is fresh is not fetched again, an old one is, and its file goes", async () => {
  const id = plain();
  await take(id);
  const first = await stored(id);
  await wantThumbnails([id]);
  expect((await stored(id))?.thumbnail_wanted_at).toBeNull();
  await pool().query("UPDATE camera SET thumbnail_at = now() - interval '7 hours' WHERE id = $1", [id]);
  // The gateway's last picture is over by now: its address is refused, and the camera takes a new one.
  await sandbox.control("POST", "/clock", { advanceMs: 25 * 3_600_000 });
  await take(id);
  const second = await stored(id);
  expect(second).toMatchObject({ thumbnail_state: "ready", thumbnail_wanted_at: null });
  expect(second?.thumbnail_hash).not.toBe(first?.thumbnail_hash);
  expect(existsSync(mediaFile(first?.thumbnail_hash ?? ""))).toBe(false);
  expect(existsSync(mediaFile(second?.thumbnail_hash ?? ""))).toBe(true);
  expect(await sandbox.control("GET", "/stats")).toMatchObject({ pictures: { refused: 1 } });
});

dbTest("encrypted and offline cameras are known as such", async () => {
  const encrypted = cameras.find((camera) => camera.encrypted && camera.online)?.id ?? "";
  const offline = plain();
  await sandbox.control("POST", `/cameras/${offline}/offline`);
  await take(encrypted, offline);
  expect(await stored(encrypted)).toMatchObject({ thumbnail_state: "encrypted", thumbnail_hash: null });
  const absent = await stored(offline);
  expect(absent).toMatchObject({ thumbnail_state: "offline", thumbnail_hash: null, thumbnail_at: null });
  expect(absent?.thumbnail_wanted_at?.getTime(), "tried again later").toBeGreaterThan(Date.now() + 60_000);
  await wantThumbnails([encrypted, offline]);
  expect((await stored(encrypted))?.thumbnail_wanted_at, "not before hours have passed").toBeNull();
  expect((await ask(encrypted)).status).toBe(404);
});

dbTest("a camera that the mirror finds online again is asked for its picture at once, and only then", async () => {
  const id = plain();
  await sandbox.control("POST", `/cameras/${id}/offline`);
  await sweep(elementMirrors.cameras, run);
  await take(id);
  expect(await stored(id)).toMatchObject({ thumbnail_state: "offline", online: "offline" });
  const pause = (await stored(id))?.thumbnail_wanted_at;

  // Another camera's news does not hurry it.
  const [, other = ""] = cameras.filter((camera) => camera.online && !camera.encrypted).map((camera) => camera.id);
  await sandbox.control("POST", `/cameras/${other}/offline`);
  await sweep(elementMirrors.cameras, run);
  expect(await stored(other)).toMatchObject({ online: "offline" });
  expect((await stored(id))?.thumbnail_wanted_at).toEqual(pause);

  await sandbox.control("POST", `/cameras/${id}/online`);
  await sweep(elementMirrors.cameras, run);
  expect(await stored(id)).toMatchObject({ thumbnail_state: "wanted", online: "online", thumbnail_reason: null });
  await cameraThumbnails.run(run);
  expect(await stored(id)).toMatchObject({ thumbnail_state: "ready" });
  expect((await stored(id))?.thumbnail_hash).not.toBeNull();

  // The gateway may call one online that it then does not find: that one waits, whatever else is synchronised.
  await pool().query("UPDATE camera SET thumbnail_at = now() - interval '7 hours' WHERE id = $1", [id]);
  await sandbox.control("POST", "/faults", { match: "/thumbnail", kind: "errorCode", code: "VMS021314" });
  await take(id);
  await sandbox.control("POST", `/cameras/${other}/online`);
  await sweep(elementMirrors.cameras, run);
  const waiting = await stored(id);
  expect(waiting).toMatchObject({ thumbnail_state: "offline", online: "online" });
  expect(waiting?.thumbnail_wanted_at?.getTime()).toBeGreaterThan(Date.now() + 60_000);
});

dbTest("an address with a host before the host is understood", async () => {
  await sandbox.control("POST", "/settings", { thumbnail: "doubled" });
  const id = plain();
  await take(id);
  expect((await stored(id))?.thumbnail_state).toBe("ready");
});

dbTest("what cannot be had now is tried again later, and the old picture stays", async () => {
  const id = plain();
  await take(id);
  await pool().query("UPDATE camera SET thumbnail_at = now() - interval '7 hours' WHERE id = $1", [id]);
  const before = await stored(id);
  await sandbox.control("POST", "/faults", { match: "/image/pic/", kind: "status5xx" });
  await take(id);
  const after = await stored(id);
  expect(after).toMatchObject({ thumbnail_state: "failed", thumbnail_hash: before?.thumbnail_hash });
  expect(after?.thumbnail_wanted_at?.getTime()).toBeGreaterThan(Date.now() + 30_000);
  expect((await ask(id)).status).toBe(200);
  await sandbox.control("POST", "/settings", { thumbnail: "empty" });
  const [, other = ""] = cameras.filter((camera) => camera.online && !camera.encrypted).map((camera) => camera.id);
  await take(other);
  expect((await stored(other))?.thumbnail_state).toBe("failed");
});

dbTest("a file that is lost is fetched again", async () => {
  const id = plain();
  await take(id);
  rmSync(join(folder, "sandbox", "media"), { recursive: true });
  await pool().query("UPDATE camera SET thumbnail_at = thumbnail_at - interval '11 minutes' WHERE id = $1", [id]);
  expect((await ask(id)).status).toBe(404);
  expect(await stored(id)).toMatchObject({ thumbnail_state: "wanted", thumbnail_hash: null });
  await cameraThumbnails.run(run);
  expect((await ask(id)).status).toBe(200);
  const names = readdirSync(join(folder, "sandbox", "media"), { recursive: true, withFileTypes: true });
  expect(names.filter((name) => name.isFile()).map((name) => name.name)).toEqual([(await stored(id))?.thumbnail_hash]);
});

dbTest(
  "a machine that shares no folder says so, and does not have the same picture fetched again and again",
  async () => {
    const id = plain();
    await take(id);
    const before = await stored(id);
    const there = await withSettings({ GATEHOUSE_DATA_DIR: join(folder, "another machine") }, () => ask(id));
    expect(there.status).toBe(404);
    expect(await there.json()).toMatchObject({
      detail: "The picture of this camera is not on the machine that answered.",
      remedy: expect.stringContaining("must share one data folder") as string,
    });
    expect(await stored(id)).toEqual(before);
    expect((await ask(id)).status).toBe(200);
  },
);

dbTest("pictures come only from known hosts, and only pictures", async () => {
  const { signal } = run;
  const failure = (address: string) =>
    downloadPicture(address, signal).then(
      () => "fetched",
      (error: unknown) => (error instanceof PictureError ? error.failure : error),
    );
  const port = new URL(sandbox.url).port;
  for (const foreign of [
    "https://example.com/a.jpg",
    "http://169.254.169.254/latest/meta-data",
    `http://localhost:${port}/image/pic/1`,
    `http://user@127.0.0.1:${port}/image/pic/1`,
    "file:///etc/passwd",
    "not an address",
  ]) {
    expect(await failure(foreign), foreign).toBe("refused");
  }
  expect(await failure(`${sandbox.url}/control/world/summary`), "JSON is no picture").toBe("failed");
  expect(await failure(`${sandbox.url}/image/pic/1?X-Amz-Expires=1`)).toBe("expired");
});

dbTest("a host that is not allowed is shown as the reason", async () => {
  const id = plain();
  // As seen by a console whose gateway goes by another name than the one in the pictures' addresses.
  await withSettings({ HCC_BASE_URL: sandbox.url.replace("127.0.0.1", "localhost") }, () => take(id));
  expect(await stored(id)).toMatchObject({ thumbnail_state: "refused", thumbnail_hash: null });
  const list = await callRoute(getCameras, guard.request("/api/cameras?limit=200"));
  const { items } = (await list.json()) as Listing<CameraItem>;
  expect(items.find((item) => item.id === id)?.thumbnail.reason).toContain("127.0.0.1");
});
