import { randomUUID } from "node:crypto";
import { pool } from "@/lib/db/client";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { filesOfAlarms, filesOfEvents, picturesOfAlarms, picturesOfEvents } from "./read";

interface FileInit {
  key?: string;
  state?: string;
  kind?: string;
  taken?: string;
  origin?: string;
  hash?: string | null;
  thumbnailHash?: string | null;
}

async function makeFile(owner: { alarmId: string } | { eventId: string }, init: FileInit = {}): Promise<string> {
  const { key = randomUUID(), state = "kept", kind = "picture", taken = "unknown", origin = "alarm" } = init;
  const { hash = null, thumbnailHash = null } = init;
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO alarm_file (id, alarm_id, event_id, key, state, kind, taken, origin, hash, thumbnail_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
    [
      ...[randomUUID(), "alarmId" in owner ? owner.alarmId : null, "eventId" in owner ? owner.eventId : null],
      ...[key, state, kind, taken, origin, hash, thumbnailHash],
    ],
  );
  return rows[0]?.id ?? "";
}

dbTest("the files of several alarms come in one answer, with addresses of ours alone", async () => {
  const [first, second, bare] = [await makeAlarm({ id: "guid/1" }), await makeAlarm(), await makeAlarm()];
  const kept = await makeFile({ alarmId: first }, { hash: "aa00112233", thumbnailHash: "bb00112233" });
  await makeFile({ alarmId: first }, { state: "lost" });
  await makeFile({ alarmId: second }, { kind: "video", hash: "cc00112233" });
  const files = await filesOfAlarms([first, second, bare]);
  expect([...files.keys()].sort()).toEqual([first, second].sort());
  expect(files.get(first)).toMatchObject([
    {
      id: kept,
      url: `/api/alarms/guid%2F1/files/${kept}?v=aa001122`,
      thumbnailUrl: `/api/alarms/guid%2F1/files/${kept}/thumbnail?v=bb001122`,
    },
    { state: "lost", url: null, thumbnailUrl: null },
  ]);
  expect(files.get(second)).toMatchObject([{ kind: "video", thumbnailUrl: null }]);
  expect(Object.keys(files.get(first)?.[0] ?? {})).not.toContain("ownerId");
  expect(await filesOfAlarms([])).toEqual(new Map());
});

dbTest("a list shows the source's own picture of the moment", async () => {
  const [id, filmed] = [await makeAlarm(), await makeAlarm()];
  const shown = { hash: "00".repeat(32), thumbnailHash: "01".repeat(32) };
  await makeFile({ alarmId: id }, { ...shown, origin: "linkage", taken: "during" });
  await makeFile({ alarmId: id }, { ...shown, taken: "before" });
  const best = await makeFile({ alarmId: id }, { ...shown, taken: "during" });
  await makeFile({ alarmId: id }, { ...shown, state: "wanted", taken: "during" });
  await makeFile({ alarmId: filmed }, { kind: "video", hash: "02".repeat(32) });
  const pictures = await picturesOfAlarms([id, filmed]);
  expect([...pictures.keys()]).toEqual([id]);
  expect(pictures.get(id)?.url).toContain(best);
});

dbTest("events have files of their own", async () => {
  const { rows } = await pool().query<{ id: string }>(
    "INSERT INTO device_event (key, kind, type, occurred_at) VALUES ('e', 'authentication', '110013', now()) RETURNING id",
  );
  const eventId = rows[0]?.id ?? "";
  const id = await makeFile({ eventId }, { hash: "aa".repeat(32), thumbnailHash: "bb".repeat(32) });
  expect((await filesOfEvents([eventId])).get(eventId)).toMatchObject([{ id, url: expect.any(String) as string }]);
  expect((await picturesOfEvents([eventId])).get(eventId)?.thumbnailUrl).toContain(
    `/api/events/${eventId}/files/${id}`,
  );
});
