/** What rules look at, and how much they send when very much is due at once. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { changePriority } from "@/lib/domains/alarms/write/fields";
import { addSnooze, releaseEnded } from "@/lib/domains/snoozes/write";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { make } from "@/lib/testing/factories";
import { withSettings } from "@/lib/testing/mode";
import { startMailServer, type TestMailServer } from "@/lib/testing/smtp";
import { escalationsDeliver, escalationsMark } from "./job";
import type { EscalationRuleInput } from "./schema";
import { addRule, changeRule } from "./write/rules";

let admin: Actor;
let mail: TestMailServer;

const input = (more: Partial<EscalationRuleInput> = {}): EscalationRuleInput => ({
  ...{ name: "Night", enabled: true, priorities: [1, 2], areaIds: null, afterSeconds: 60 },
  ...{ userIds: [admin.userId], roles: [], sound: true, email: false, webhookUrl: null, ...more },
});

/** A rule that has been there for an hour. */
async function rule(more: Partial<EscalationRuleInput> = {}): Promise<string> {
  const { id } = await addRule(admin, input(more));
  await pool().query("UPDATE escalation_rule SET since = since - interval '1 hour' WHERE id = $1", [id]);
  return id;
}

const mark = () => escalationsMark.run(dutyRun());

async function called(): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>("SELECT alarm_id AS id FROM alarm_escalation ORDER BY 1");
  return rows.map(({ id }) => id);
}

/** Alarms of so many sources, received so long ago. */
const many = (count: number, agoSeconds: number) =>
  pool().query(
    `INSERT INTO alarm (id, type, source_id, priority, occurred_at, received_at, group_id, group_last_at)
     SELECT 'm' || n, '10002', 's' || n, 2, now(), now() - $2 * interval '1 second', 'm' || n, now()
       FROM generate_series(1, $1) n`,
    [count, agoSeconds],
  );

beforeAll(async () => {
  await holdLease();
  mail = await startMailServer();
});
afterAll(() => mail.stop());

beforeEach(async () => {
  await pool().query(
    `TRUNCATE alarm, alarm_entry, alarm_escalation, escalation_again, escalation_call, escalation_delivery,
              escalation_rule, snooze, area`,
  );
  mail.mails.length = 0;
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id) VALUES
       ('hall', 'Hall', '', '{hall}', '{Hall}', '', 1), ('yard', 'Yard', '', '{yard}', '{Yard}', '', 1)`,
  );
  admin = await make.actor("administrator", { name: "Root" });
});

dbTest("a rule with further priorities or areas leaves the past alone, and calls about what still waits", async () => {
  await makeAlarm({ id: "low", priority: 3, receivedAgoMs: 600_000 });
  await makeAlarm({ id: "yard", priority: 1, areaId: "yard", sourceId: "b", receivedAgoMs: 600_000 });
  await makeAlarm({ id: "waits", priority: 1, areaId: "yard", sourceId: "c", receivedAgoMs: 10_000 });
  const id = await rule({ areaIds: ["hall"] });
  await mark();
  await changeRule(admin, id, input({ areaIds: ["hall"], priorities: [1, 2, 3] }));
  await mark();
  await changeRule(admin, id, input({ areaIds: ["hall", "yard"], priorities: [1, 2, 3] }));
  await mark();
  await changeRule(admin, id, input({ priorities: [1, 2, 3] }));
  await mark();
  expect(await called()).toEqual([]);
  await changeRule(admin, id, input({ priorities: [1, 2, 3], afterSeconds: 10 }));
  await mark();
  expect(await called()).toEqual(["waits"]);
});

dbTest("hundreds that are due at once are all called about, in a few mails that say how many more", async () => {
  await rule({ email: true });
  await many(450, 61);
  await mark();
  expect(await called()).toHaveLength(450);
  const { rows } = await pool().query<{ gathers: boolean; also: number }>(
    "SELECT gathers, cardinality(also) AS also FROM escalation_delivery ORDER BY created_at",
  );
  expect(rows).toHaveLength(11);
  expect(rows.filter(({ gathers }) => gathers)).toEqual([{ gathers: true, also: 439 }]);
  // What comes within the same minute goes along, and what was acknowledged meanwhile is not told.
  await makeAlarm({ id: "later", sourceId: "later", receivedAgoMs: 61_000 });
  await mark();
  await pool().query(
    `UPDATE alarm SET state = 'acknowledged' WHERE id IN (SELECT unnest(also) FROM escalation_delivery WHERE gathers LIMIT 127)`,
  );
  await pool().query("UPDATE escalation_delivery SET next_attempt_at = now()");
  await withSettings(
    { GATEHOUSE_SMTP_URL: `smtp://127.0.0.1:${mail.port}`, GATEHOUSE_SMTP_FROM: "console@example.com" },
    () => escalationsDeliver.run(dutyRun()).then(() => undefined),
  );
  expect(mail.mails).toHaveLength(11);
  expect(mail.mails.filter(({ text }) => text.includes("And 313 more that nobody acknowledged"))).toHaveLength(1);
});

dbTest("what was looked at is not looked at again, but for what has changed since", async () => {
  await makeAlarm({ id: "low", priority: 3, receivedAgoMs: 120_000 });
  await makeAlarm({ id: "snoozed", sourceId: "b", areaId: "yard", receivedAgoMs: 110_000 });
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await addSnooze(admin, { scope: "area", targetId: "yard", reason: "Works", until });
  await many(500, 100);
  const id = await rule();
  await mark();
  const { rows } = await pool().query("SELECT looked_id AS id FROM escalation_rule WHERE id = $1", [id]);
  expect(rows).toEqual([{ id: "m99" }]);
  const before = await called();
  expect(before).toHaveLength(500);
  const news = async () => (await called()).filter((each) => !before.includes(each));

  await changePriority(admin, { ids: ["low"], repeats: true, priority: 1 });
  await mark();
  expect(await news()).toEqual(["low"]);
  await pool().query("UPDATE snooze SET until = now()");
  await transaction(releaseEnded);
  await mark();
  expect(await news()).toEqual(["low", "snoozed"]);
  await makeAlarm({ id: "stored late", sourceId: "d", receivedAgoMs: 115_000 });
  await mark();
  expect(await news()).toEqual(["low", "snoozed", "stored late"]);
});

dbTest("an alarm that is being stored while others are looked at is not passed over", async () => {
  await rule({ afterSeconds: 10 });
  const other = await pool().connect();
  try {
    await other.query("BEGIN");
    await other.query("INSERT INTO escalation_again (alarm_id) VALUES ('none')");
    await makeAlarm({ id: "first", receivedAgoMs: 0 });
    await pool().query("UPDATE escalation_rule SET after_seconds = 0");
    await mark();
    expect(await called()).toEqual(["first"]);
    const { rows } = await pool().query("SELECT looked_at FROM escalation_rule");
    expect(rows).toEqual([{ looked_at: null }]);
  } finally {
    await other.query("COMMIT");
    other.release();
  }
  await mark();
  const { rows } = await pool().query("SELECT looked_id FROM escalation_rule");
  expect(rows).toEqual([{ looked_id: "first" }]);
  expect(await called()).toEqual(["first"]);
});
