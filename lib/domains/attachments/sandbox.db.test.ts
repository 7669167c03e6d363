/** From the gateway's queue to a file that is kept: real messages, real signed addresses. */
import { afterAll, beforeAll } from "vitest";
import { pool } from "@/lib/db/client";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { makeFile } from "@/lib/testing/files";
import { ownDataFolder } from "@/lib/testing/folder";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { takeFiles } from "./job";

ownDataFolder();
let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
});
afterAll(() => sandbox.stop());

interface Known {
  id: string;
  online: boolean;
  encrypted: boolean;
}

interface Message {
  guid: string;
  fileInfo: { file?: { url: string }[] };
}

/** Has each of these cameras alarm, and stores what the queue tells of their pictures. */
async function alarmsOf(cameras: readonly string[]): Promise<Map<string, { id: string; url: string }>> {
  for (const source of cameras) {
    await sandbox.control("POST", "/queues/emit", { type: "10002", source, pictures: true, queue: "alarm" });
  }
  const { alarmMsg } = await sandbox.answer("/alarm/v1/mq/messages", { maxNumberPerTime: 100 });
  const files = new Map<string, { id: string; url: string }>();
  for (const [n, { guid, fileInfo }] of (alarmMsg as Message[]).entries()) {
    const url = fileInfo.file?.[0]?.url ?? "";
    const alarmId = await makeAlarm({ id: guid });
    files.set(cameras[n] ?? "", { url, id: await makeFile({ alarmId, state: "wanted", url }) });
  }
  return files;
}

async function stateOf(id: string | undefined) {
  const { rows } = await pool().query<{
    state: string;
    url: string | null;
    width: number | null;
    reason: string | null;
  }>("SELECT state, url, width, reason FROM alarm_file WHERE id = $1", [id]);
  return rows[0];
}

dbTest("pictures of alarms are kept while their addresses live, encrypted ones marked, dead ones lost", async () => {
  const { camera } = await sandbox.answer("/resource/v1/areas/cameras/get", {
    ...{ pageIndex: 1, pageSize: 100, filter: { areaID: "-1", includeSubArea: "1" } },
  });
  const cameras = await Promise.all(
    (camera as { id: string }[]).map(({ id }) => sandbox.control<Known>("GET", `/world/cameras/${id}`)),
  );
  const plain = cameras.find((camera) => camera.online && !camera.encrypted)?.id ?? "";
  const secret = cameras.find((camera) => camera.online && camera.encrypted)?.id ?? "";
  await sandbox.answer("/alarm/v1/mq/subscribe", { subscribeType: 1, subscribeMode: 0 });
  const files = await alarmsOf([plain, secret]);
  await takeFiles(dutyRun());
  expect(await stateOf(files.get(plain)?.id)).toMatchObject({ state: "kept", url: null, width: 1_280 });
  expect(await stateOf(files.get(secret)?.id)).toMatchObject({ state: "encrypted", url: null });

  // The same address again, which nobody fetches within its quarter of an hour.
  const late = await makeFile({
    alarmId: await makeAlarm(),
    state: "wanted",
    url: files.get(plain)?.url ?? "",
    diesInMs: 0,
  });
  await sandbox.control("POST", "/clock", { advanceMs: 16 * 60_000 });
  await takeFiles(dutyRun());
  expect(await stateOf(late)).toMatchObject({
    ...{ state: "lost", url: null },
    reason: "Its address died before it could be fetched. The picture is no longer at its address (HTTP 403).",
  });
});
