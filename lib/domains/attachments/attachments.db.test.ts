import { pool } from "@/lib/db/client";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { makeFile } from "@/lib/testing/files";
import { filesOfAlarms, filesOfEvents, picturesOfAlarms, picturesOfEvents } from "./read";

dbTest("the files of several alarms come in one answer, with addresses of ours alone", async () => {
  const [first, second, bare] = [await makeAlarm({ id: "guid/1" }), await makeAlarm(), await makeAlarm()];
  const kept = await makeFile({ alarmId: first, hash: "aa00112233", thumbnailHash: "bb00112233" });
  await makeFile({ alarmId: first, state: "lost" });
  await makeFile({ alarmId: second, kind: "video", hash: "cc00112233" });
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
  await makeFile({ alarmId: id, ...shown, origin: "linkage", taken: "during" });
  await makeFile({ alarmId: id, ...shown, taken: "before" });
  const best = await makeFile({ alarmId: id, ...shown, taken: "during" });
  await makeFile({ alarmId: id, ...shown, state: "wanted", taken: "during" });
  await makeFile({ alarmId: filmed, kind: "video", hash: "02".repeat(32) });
  const pictures = await picturesOfAlarms([id, filmed]);
  expect([...pictures.keys()]).toEqual([id]);
  expect(pictures.get(id)?.url).toContain(best);
});

dbTest("events have files of their own", async () => {
  const { rows } = await pool().query<{ id: string }>(
    "INSERT INTO device_event (key, kind, type, occurred_at) VALUES ('e', 'authentication', '110013', now()) RETURNING id",
  );
  const eventId = rows[0]?.id ?? "";
  const id = await makeFile({ eventId, hash: "aa".repeat(32), thumbnailHash: "bb".repeat(32) });
  expect((await filesOfEvents([eventId])).get(eventId)).toMatchObject([{ id, url: expect.any(String) as string }]);
  expect((await picturesOfEvents([eventId])).get(eventId)?.thumbnailUrl).toContain(
    `/api/events/${eventId}/files/${id}`,
  );
});
