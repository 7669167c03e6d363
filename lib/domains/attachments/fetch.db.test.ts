/** How files get here: from a host that behaves, one that does not, and in time or too late. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { downloadPicture, PictureError } from "@/lib/gateway/pictures";
import { exchange, TransportError } from "@/lib/gateway/transport";
import { LeaseLostError } from "@/lib/jobs/define";
import { mediaFile } from "@/lib/media/disk";
import { makeAlarm } from "@/lib/testing/alarms";
import { startBucket } from "@/lib/testing/bucket";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { film, jpeg, makeFile, startFileHost, type FileHost, type FileInit } from "@/lib/testing/files";
import { ownDataFolder } from "@/lib/testing/folder";
import { withSettings } from "@/lib/testing/mode";
import { until } from "@/lib/testing/until";
import { takeFiles } from "./job";
import { giveUpPromises } from "./mirror";

const folder = ownDataFolder();
const run = dutyRun();
let host: FileHost;

beforeAll(async () => {
  host = await startFileHost();
  await holdLease();
});
afterAll(() => host.stop());
beforeEach(async () => {
  host.asked.length = 0;
  await pool().query("TRUNCATE alarm_file, alarm, bus_event");
});

interface Row {
  state: string;
  reason: string | null;
  url: string | null;
  hash: string | null;
  thumbnail_hash: string | null;
  media_type: string | null;
  kind: string;
  width: number | null;
  height: number | null;
  bytes: number | null;
  attempts: number;
  due: boolean;
}

async function row(id: string): Promise<Row> {
  const { rows } = await pool().query<Row>(
    "SELECT *, next_attempt_at > clock_timestamp() AS due FROM alarm_file WHERE id = $1",
    [id],
  );
  const [found] = rows;
  if (found === undefined) throw new Error("there is no such file");
  return found;
}

const wanted = async (path: string, init: FileInit = {}) =>
  makeFile({ alarmId: await makeAlarm(), state: "wanted", url: host.url + path, ...init });

const published = async (topic: string) =>
  (await pool().query<{ payload: Record<string, unknown> }>("SELECT payload FROM bus_event WHERE topic = $1", [topic]))
    .rows;

const keptFiles = () =>
  readdirSync(join(folder, "sandbox", "media"), { recursive: true, encoding: "utf8" })
    .filter((path) => /[0-9a-f]{64}$/.test(path))
    .sort();

const drafts = () => readdirSync(join(folder, "sandbox", "media", "drafts"));

dbTest("a picture is kept with a small one, its signed address is forgotten, and pages hear of it", async () => {
  const bytes = await jpeg(1_280, 720);
  host.on("/a.jpeg", bytes);
  const alarmId = await makeAlarm({ areaId: "hall" });
  const id = await makeFile({ alarmId, state: "wanted", kind: "unknown", url: `${host.url}/a.jpeg?X-Amz-Signature=s` });
  await takeFiles(run);
  const kept = await row(id);
  expect(kept).toMatchObject({ state: "kept", url: null, reason: null, media_type: "image/jpeg", kind: "picture" });
  expect(kept).toMatchObject({ width: 1_280, height: 720, bytes: bytes.length });
  expect(readFileSync(mediaFile(kept.hash ?? "")).equals(bytes)).toBe(true);
  const small = await sharp(mediaFile(kept.thumbnail_hash ?? "")).metadata();
  expect(small).toMatchObject({ format: "jpeg", width: 320, height: 180 });
  expect(await published("alarm")).toEqual([{ payload: { topic: "alarm", ids: [alarmId], areaIds: ["hall"] } }]);
  expect(drafts()).toEqual([]);
});

dbTest("a picture on its side is measured as it is shown", async () => {
  host.on(
    "/turned.jpeg",
    await sharp(await jpeg(400, 200))
      .withMetadata({ orientation: 6 })
      .toBuffer(),
  );
  const id = await wanted("/turned.jpeg");
  await takeFiles(run);
  expect(await row(id)).toMatchObject({ width: 200, height: 400 });
});

dbTest("a film is kept as such, and files of events are told as events", async () => {
  host.on("/f.mp4", film(50_000));
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO device_event (key, kind, type, occurred_at, area_id) VALUES ('e', 'onBoard', '1', now(), 'yard') RETURNING id`,
  );
  const id = await makeFile({ eventId: rows[0]?.id ?? "", state: "wanted", url: `${host.url}/f.mp4` });
  await takeFiles(run);
  expect(await row(id)).toMatchObject({ state: "kept", kind: "video", media_type: "video/mp4", thumbnail_hash: null });
  expect(await published("event")).toEqual([{ payload: { topic: "event", kinds: ["onBoard"], areaIds: ["yard"] } }]);
});

dbTest("a picture that cannot be made small is kept all the same", async () => {
  host.on("/odd.jpeg", Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5_000, 3)]));
  const id = await wanted("/odd.jpeg");
  await takeFiles(run);
  expect(await row(id)).toMatchObject({ state: "kept", thumbnail_hash: null, width: null });
});

dbTest("an encrypted picture is marked so", async () => {
  host.on("/secret.jpeg", Buffer.concat([Buffer.from("hikencodepicture"), Buffer.alloc(9_000, 1)]));
  const id = await wanted("/secret.jpeg");
  await takeFiles(run);
  expect(await row(id)).toMatchObject({
    ...{ state: "encrypted", url: null, hash: null },
    reason: "The device encrypts its pictures.",
  });
});

dbTest("a host that is not one of ours is refused by name, and never asked", async () => {
  const cases = {
    "https://evil.example/x.jpeg?token=geheim": "Pictures are not fetched from evil.example.",
    "http://127.0.0.1:1/x": "Pictures are not fetched from 127.0.0.1:1.",
    "file:///etc/passwd": "Pictures are not fetched from an unreadable address.",
  };
  for (const [url, reason] of Object.entries(cases)) {
    const id = await wanted("", { url });
    await takeFiles(run);
    expect(await row(id)).toMatchObject({ state: "refused", url: null, reason });
  }
});

dbTest("a name that stands for an inside address is not connected to", async () => {
  const at = { url: host.url.replace("127.0.0.1", "localhost"), method: "GET", headers: {}, body: null } as const;
  const failure = await exchange({ ...at, signal: AbortSignal.timeout(60_000), maxBytes: 10, outside: true }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(TransportError);
  expect(failure).toMatchObject({ kind: "unreachable", reason: "PRIVATE_ADDRESS", sent: false });
  expect(host.asked).toEqual([]);
});

dbTest("a redirect is not followed, wherever it leads", async () => {
  host.on("/moved.jpeg", (_, response) => response.writeHead(302, { location: `${host.url}/a.jpeg` }).end());
  const id = await wanted("/moved.jpeg");
  await takeFiles(run);
  expect(host.asked).toEqual(["/moved.jpeg"]);
  expect(await row(id)).toMatchObject({ state: "wanted", attempts: 1 });
  expect((await row(id)).reason).toContain("points elsewhere (HTTP 302)");
  const camera = await downloadPicture(`${host.url}/moved.jpeg`, run.signal).catch((error: unknown) => error);
  expect(camera).toBeInstanceOf(PictureError);
});

dbTest("what is too large is given up at the border, not after", async () => {
  let sent = 0;
  host.on("/endless.jpeg", (_, response) => {
    response.writeHead(200);
    response.write(Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Buffer.alloc(20)]));
    const more = Buffer.alloc(1_048_576, 1);
    const write = () => {
      while (!response.destroyed && response.write(more)) sent += more.length;
    };
    response.on("drain", write);
    write();
  });
  const id = await wanted("/endless.jpeg");
  await takeFiles(run);
  expect(await row(id)).toMatchObject({ state: "lost", url: null, reason: "It is larger than 20 MB." });
  expect(sent).toBeLessThan(60 * 1_048_576);
  expect(drafts()).toEqual([]);
});

dbTest("a failure is tried again until the address dies, and then says why", async () => {
  host.on("/bad.jpeg", Buffer.from("<html>a portal of the hotel</html>"));
  const id = await wanted("/bad.jpeg");
  await takeFiles(run);
  expect(await row(id)).toMatchObject({
    ...{ state: "wanted", attempts: 1, due: true },
    reason: "What came is neither a JPEG or PNG picture nor a film.",
  });
  await takeFiles(run);
  expect(host.asked).toHaveLength(1);

  host.on("/bad.jpeg", await jpeg(10, 10));
  await pool().query("UPDATE alarm_file SET next_attempt_at = clock_timestamp()");
  await takeFiles(run);
  expect(await row(id)).toMatchObject({ state: "kept", attempts: 2, reason: null });
});

dbTest("an address that is dead by what we know is tried once; it may live", async () => {
  host.on("/late.jpeg", await jpeg(12, 12));
  const [late, dead] = [
    await wanted("/late.jpeg", { diesInMs: -60_000 }),
    await wanted("/gone.jpeg", { diesInMs: -60_000 }),
  ];
  await takeFiles(run);
  expect(await row(late)).toMatchObject({ state: "kept" });
  expect(await row(dead)).toMatchObject({
    ...{ state: "lost", url: null },
    reason: "Its address died before it could be fetched. The picture is no longer at its address (HTTP 404).",
  });
  expect(await published("alarm")).toHaveLength(2);
});

dbTest("the most urgent and the newest come first, and one host is asked for four at a time", async () => {
  const open = new Map<string, () => void>();
  let most = 0;
  const hold = (path: string, bytes: Buffer) =>
    host.on(path, (_, response) => {
      open.set(path, () => response.writeHead(200, { "content-length": bytes.length }).end(bytes));
      most = Math.max(most, open.size);
    });
  const picture = await jpeg(16, 16);
  const low = await makeAlarm({ priority: 3 });
  const high = await makeAlarm({ priority: 1 });
  for (const [n, alarmId] of [low, low, low, high, high, high].entries()) {
    hold(`/${n}.jpeg`, picture);
    await makeFile({ alarmId, state: "wanted", url: `${host.url}/${n}.jpeg`, seenAgoMs: (6 - n) * 1_000 });
  }
  const running = takeFiles(run);
  await until(() => open.size === 4);
  expect([...open.keys()].sort()).toEqual(["/2.jpeg", "/3.jpeg", "/4.jpeg", "/5.jpeg"]);
  for (let left = 6; left > 0; left--) {
    const [path, answer] = await until(() => [...open][0]);
    open.delete(path);
    answer();
  }
  await running;
  expect(most).toBe(4);
  const { rows } = await pool().query("SELECT 1 FROM alarm_file WHERE state = 'kept'");
  expect(rows).toHaveLength(6);
});

dbTest("on a disk that is nearly full files wait, and what dies meanwhile says so", async () => {
  const id = await wanted("/a.jpeg");
  const dead = await wanted("/a.jpeg", { diesInMs: -1_000 });
  const full = () => Promise.resolve({ freeBytes: 1, totalBytes: 1_000_000_000 });
  expect(await takeFiles(run, full)).toBeGreaterThan(1_000);
  expect(host.asked).toEqual([]);
  expect(await row(id)).toMatchObject({ state: "wanted" });
  expect(await row(dead)).toMatchObject({
    ...{ state: "lost", url: null },
    reason: "Its address died while the disk was too full to keep it.",
  });
  await takeFiles(run);
  expect(await row(id)).toMatchObject({ state: "kept" });
});

dbTest("who lost the lease stores nothing and leaves nothing behind", async () => {
  host.on("/mine.jpeg", await jpeg(30, 30, 7));
  const id = await wanted("/mine.jpeg");
  const before = keptFiles();
  await expect(takeFiles({ ...run, fence: { name: "test", number: 2 } })).rejects.toThrow(LeaseLostError);
  expect(await row(id)).toMatchObject({ state: "wanted", attempts: 0, hash: null });
  expect(keptFiles()).toEqual(before);
  expect(drafts()).toEqual([]);
});

dbTest("a file that cannot be stored does not hold up the others, and is tried again", async () => {
  const [blocked, other] = [await jpeg(40, 40, 1), await jpeg(41, 41, 2)];
  host.on("/blocked.jpeg", blocked);
  host.on("/other.jpeg", other);
  const place = dirname(mediaFile(createHash("sha256").update(blocked).digest("hex")));
  rmSync(place, { recursive: true, force: true });
  writeFileSync(place, "in the way");
  const [urgent, next] = [
    await wanted("/blocked.jpeg", { alarmId: await makeAlarm({ priority: 1 }) }),
    await wanted("/other.jpeg"),
  ];
  await takeFiles(run);
  expect(await row(urgent)).toMatchObject({
    state: "wanted",
    attempts: 1,
    reason: "It came, but could not be stored.",
  });
  expect(await row(next)).toMatchObject({ state: "kept" });
  rmSync(place);
  await pool().query("UPDATE alarm_file SET next_attempt_at = clock_timestamp() WHERE state = 'wanted'");
  await takeFiles(run);
  expect(await row(urgent)).toMatchObject({ state: "kept", reason: null });
});

dbTest("a file whose alarm went meanwhile is not kept", async () => {
  let finish: () => void = () => undefined;
  const bytes = await jpeg(31, 31, 9);
  host.on("/slow.jpeg", (_, response) => {
    finish = () => response.writeHead(200).end(bytes);
  });
  await wanted("/slow.jpeg");
  const running = takeFiles(run);
  await until(() => host.asked.length === 1);
  await pool().query("DELETE FROM alarm_file");
  finish();
  await running;
  expect(existsSync(mediaFile(createHash("sha256").update(bytes).digest("hex")))).toBe(false);
});

dbTest("with a bucket the files lie there, and nothing on the disk", async () => {
  const bucket = await startBucket();
  try {
    host.on("/bucket.jpeg", await jpeg(640, 480, 33));
    const id = await wanted("/bucket.jpeg");
    await withSettings(bucket.env, () => takeFiles(run));
    const { hash, thumbnail_hash: small } = await row(id);
    for (const each of [hash, small]) {
      expect([...bucket.objects.keys()].some((key) => key.endsWith(`/${each}`))).toBe(true);
      expect(existsSync(mediaFile(each ?? ""))).toBe(false);
    }
  } finally {
    await bucket.stop();
  }
});

dbTest("what a device promised and never sent is given up after days", async () => {
  const [old, young] = [
    await wanted("", { state: "waiting", url: null }),
    await wanted("", { state: "waiting", url: null }),
  ];
  await pool().query("UPDATE alarm_file SET first_seen_at = now() - interval '4 days' WHERE id = $1", [old]);
  await giveUpPromises(run);
  expect(await row(old)).toMatchObject({ state: "lost", reason: "The device never sent it." });
  expect(await row(young)).toMatchObject({ state: "waiting" });
});
