/** Pictures and films of alarms and events: who sees them, what is written down, and what browsers keep. */
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { beforeAll } from "vitest";
import { pool } from "@/lib/db/client";
import type { Problem } from "@/lib/http/problem";
import { mediaFile } from "@/lib/media/disk";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { startBucket } from "@/lib/testing/bucket";
import { dbTest, expect } from "@/lib/testing/database";
import { entriesOf } from "@/lib/testing/entries";
import { film, jpeg, makeFile, putMedia } from "@/lib/testing/files";
import { ownDataFolder } from "@/lib/testing/folder";
import { withSettings } from "@/lib/testing/mode";
import { GET as getEventFile } from "../events/[id]/files/[fileId]/route";
import { GET as getEventSmall } from "../events/[id]/files/[fileId]/thumbnail/route";
import { GET as getFile } from "./[id]/files/[fileId]/route";
import { GET as getSmall } from "./[id]/files/[fileId]/thumbnail/route";

ownDataFolder();

let guard: SignedIn;
let picture: Buffer;

beforeAll(async () => {
  guard = await signedIn("guard");
  picture = await jpeg(640, 360);
});

interface Kept {
  alarmId: string;
  fileId: string;
  hash: string;
}

async function keptPicture(alarmId: string): Promise<Kept> {
  const [hash, thumbnailHash] = [await putMedia(picture), await putMedia(await jpeg(320, 180))];
  const about = { bytes: picture.length, mediaType: "image/jpeg" };
  return { alarmId, hash, fileId: await makeFile({ alarmId, hash, thumbnailHash, ...about }) };
}

const ask = (
  { alarmId, fileId }: Pick<Kept, "alarmId" | "fileId">,
  { who = guard, headers = {}, query = "", small = false }: AskInit = {},
) => {
  const path = `/api/alarms/${alarmId}/files/${fileId}${small ? "/thumbnail" : ""}${query}`;
  return callRoute(small ? getSmall : getFile, who.request(path, { headers }), { id: alarmId, fileId });
};

interface AskInit {
  who?: SignedIn;
  headers?: Record<string, string>;
  query?: string;
  small?: boolean;
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

async function looksAt(alarmId: string) {
  return (await entriesOf("alarm.files.view")).filter(({ objects }) => objects[0]?.id === alarmId);
}

dbTest("a picture is shown, kept by this browser alone for a while, and downloaded under a name", async () => {
  const kept = await keptPicture(await makeAlarm({ occurredAgoMs: 60_000 }));
  const shown = await ask(kept, { query: `?v=${kept.hash.slice(0, 8)}` });
  expect(shown.status).toBe(200);
  expect((await bytesOf(shown)).equals(picture)).toBe(true);
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    "content-type": "image/jpeg",
    "content-length": String(picture.length),
    "cache-control": "private, max-age=600, immutable",
    vary: "Cookie",
    etag: `"${kept.hash}"`,
    "x-content-type-options": "nosniff",
  });
  expect(shown.headers.get("content-disposition")).toMatch(/^inline; filename="alarm-[\dT-]+Z-[0-9a-f]{8}\.jpg"$/);
  const saved = await ask(kept, { query: "?download=1" });
  expect(saved.headers.get("content-disposition")).toMatch(/^attachment/);
  await saved.body?.cancel();
  expect((await ask(kept, { headers: { "if-none-match": `"${kept.hash}"` } })).status).toBe(304);

  const small = await ask(kept, { small: true });
  expect(small.headers.get("cache-control")).toBe("private, max-age=86400, immutable");
  const tag = small.headers.get("etag") ?? "";
  expect((await bytesOf(small)).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  expect((await ask(kept, { small: true, headers: { "if-none-match": tag } })).status).toBe(304);
});

dbTest("a look is written down once for each person and alarm in ten minutes; small pictures are not", async () => {
  const alarmId = await makeAlarm({ sourceName: "Loading bay" });
  const [first, second] = [await keptPicture(alarmId), await keptPicture(alarmId)];
  await bytesOf(await ask(first, { small: true }));
  expect(await looksAt(alarmId)).toEqual([]);
  const answers = await Promise.all([first, second, first, second].map((each) => ask(each)));
  for (const answer of answers) expect((await bytesOf(answer)).length).toBe(picture.length);
  expect(await looksAt(alarmId)).toHaveLength(1);
  expect((await looksAt(alarmId))[0]).toMatchObject({ result: "done", objects: [{ kind: "alarm", id: alarmId }] });

  const auditor = await signedIn("auditor");
  await bytesOf(await ask(first, { who: auditor }));
  expect(await looksAt(alarmId)).toHaveLength(2);
  await pool().query("UPDATE file_look SET at = at - interval '11 minutes'");
  await ask(first, { headers: { "if-none-match": `"${first.hash}"` } });
  expect(await looksAt(alarmId)).toHaveLength(3);
});

dbTest("nobody sees a picture whose look cannot be written down", async () => {
  const kept = await keptPicture(await makeAlarm());
  await pool().query("ALTER FUNCTION audit_append(text, text, jsonb) RENAME TO audit_append_away");
  try {
    expect((await ask(kept)).status).toBe(503);
  } finally {
    await pool().query("ALTER FUNCTION audit_append_away(text, text, jsonb) RENAME TO audit_append");
  }
  expect((await ask(kept)).status).toBe(200);
  expect(await looksAt(kept.alarmId)).toHaveLength(1);
});

dbTest("players ask for parts of a film, from the disk and from a bucket", async () => {
  const bytes = film(10_000);
  const bucket = await startBucket();
  try {
    for (const variables of [{}, bucket.env]) {
      await withSettings(variables, async () => {
        const alarmId = await makeAlarm();
        const about = { kind: "video", mediaType: "video/mp4", bytes: bytes.length, hash: await putMedia(bytes) };
        const kept = { alarmId, fileId: await makeFile({ alarmId, ...about }) };
        const part = await ask(kept, { headers: { range: "bytes=4-11" } });
        expect(part.status).toBe(206);
        expect(part.headers.get("content-range")).toBe("bytes 4-11/10000");
        expect((await bytesOf(part)).toString()).toBe("ftypisom");
        const end = await ask(kept, { headers: { range: "bytes=-3" } });
        expect((await bytesOf(end)).equals(bytes.subarray(-3))).toBe(true);
        const beyond = await ask(kept, { headers: { range: "bytes=10000-" } });
        expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */10000"]);
        const whole = await ask(kept);
        expect(whole.headers.get("accept-ranges")).toBe("bytes");
        expect((await bytesOf(whole)).equals(bytes)).toBe(true);
        expect(await looksAt(alarmId)).toHaveLength(1);
        expect((await ask(kept, { small: true })).status).toBe(404);
        rmSync(mediaFile(about.hash), { force: true });
      });
    }
  } finally {
    await bucket.stop();
  }
});

dbTest("what is not kept says why, and what is not on this machine says so without a look", async () => {
  const alarmId = await makeAlarm();
  const problem = async (kept: Pick<Kept, "alarmId" | "fileId">) => {
    const response = await ask(kept);
    expect(response.status).toBe(404);
    return (await response.json()) as Problem;
  };
  const waiting = await makeFile({ alarmId, state: "waiting" });
  expect((await problem({ alarmId, fileId: waiting })).detail).toBe("This file is not here. It has not come yet.");
  const lost = await makeFile({ alarmId, state: "lost" });
  await pool().query("UPDATE alarm_file SET reason = 'Its address died.' WHERE id = $1", [lost]);
  expect((await problem({ alarmId, fileId: lost })).detail).toBe("This file is not here. Its address died.");
  expect((await problem({ alarmId, fileId: randomUUID() })).detail).toBe("There is no such file.");
  expect((await problem({ alarmId: "unknown", fileId: lost })).detail).toBe("There is no alarm with this id.");
  const other = await keptPicture(await makeAlarm());
  expect((await problem({ alarmId, fileId: other.fileId })).detail).toBe("There is no such file.");

  const gone = await keptPicture(alarmId);
  rmSync(mediaFile(gone.hash));
  expect(await problem(gone)).toMatchObject({ detail: "This file is not on the machine that answered." });
  expect(await looksAt(alarmId)).toEqual([]);
});

dbTest("files of events are for those who see doors, under the same rules", async () => {
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO device_event (key, kind, type, occurred_at, source_name)
     VALUES ('e', 'authentication', '110013', now(), 'Door') RETURNING id`,
  );
  const id = rows[0]?.id ?? "";
  const hash = await putMedia(picture);
  const about = { hash, bytes: picture.length, mediaType: "image/jpeg", thumbnailHash: hash };
  const fileId = await makeFile({ eventId: id, ...about });
  const reception = await signedIn("receptionist");
  const look = (handler: typeof getEventFile, eventId: string) =>
    callRoute(handler, reception.request(`/api/events/${eventId}/files/${fileId}`), { id: eventId, fileId });
  expect((await bytesOf(await look(getEventFile, id))).equals(picture)).toBe(true);
  expect((await bytesOf(await look(getEventSmall, id))).length).toBe(picture.length);
  expect(await entriesOf("event.files.view")).toMatchObject([{ objects: [{ kind: "event", id }] }]);
  for (const unknown of ["no-number", "999", "9".repeat(30)])
    expect((await look(getEventFile, unknown)).status).toBe(404);
  expect((await ask(await keptPicture(await makeAlarm()), { who: reception })).status).toBe(403);
});
