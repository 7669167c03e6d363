/** Real worker processes that are killed between finding an alarm and sending, and while something is on its way. */
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { makeAlarm } from "@/lib/testing/alarms";
import { childrenFrom, kill } from "@/lib/testing/children";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { until } from "@/lib/testing/until";
import { startWebhook, type TestWebhook } from "@/lib/testing/webhook";
import type { EscalationRuleInput } from "./schema";
import { addRule } from "./write/rules";

const start = childrenFrom(join(import.meta.dirname, "../../testing/fixtures"));
let webhook: TestWebhook;

async function deliveries(): Promise<{ alarmId: string; state: string; attempts: number }[]> {
  const { rows } = await pool().query<{ alarmId: string; state: string; attempts: number }>(
    `SELECT alarm_id AS "alarmId", state, attempts FROM escalation_delivery ORDER BY alarm_id`,
  );
  return rows;
}

const asked = () => webhook.requests.map(({ body }) => (JSON.parse(body) as { alarm: { id: string } }).alarm.id);

beforeAll(async () => {
  webhook = await startWebhook();
});
afterAll(() => webhook.stop());

beforeEach(async () => {
  await pool().query(
    "TRUNCATE alarm, alarm_entry, alarm_escalation, escalation_call, escalation_delivery, escalation_rule",
  );
  webhook.requests.length = 0;
  webhook.status = 204;
  const admin = await make.actor("administrator");
  const rule: EscalationRuleInput = {
    ...{ name: "Night", enabled: true, priorities: [1, 2, 3, 4], areaIds: null, afterSeconds: 10 },
    ...{ userIds: [admin.userId], roles: [], sound: true, email: false, webhookUrl: webhook.url },
  };
  await addRule(admin, rule);
  await pool().query("UPDATE escalation_rule SET since = since - interval '1 hour'");
});

dbTest("killed between finding and sending: the next worker sends, and nobody is called twice", async () => {
  await makeAlarm({ id: "late", receivedAgoMs: 60_000 });
  const first = await start("escalations-mark.ts");
  await until(async () => (await deliveries()).length > 0);
  await kill(first);
  expect(await deliveries()).toEqual([{ alarmId: "late", state: "waiting", attempts: 0 }]);

  await start("escalations.ts");
  await until(async () => (await deliveries())[0]?.state === "sent");
  expect(asked()).toEqual(["late"]);
  const { rows } = await pool().query<{ calls: number; lines: number }>(
    `SELECT (SELECT count(*)::int FROM escalation_call) AS calls,
            (SELECT count(*)::int FROM alarm_entry WHERE kind = 'escalated') AS lines`,
  );
  expect(rows).toEqual([{ calls: 1, lines: 1 }]);
});

dbTest("killed while it is on its way: it is unknown, and never sent again", async () => {
  webhook.status = null;
  await makeAlarm({ id: "hangs", receivedAgoMs: 60_000 });
  const first = await start("escalations.ts");
  await until(() => webhook.requests.length > 0);
  await kill(first);
  expect(await deliveries()).toEqual([{ alarmId: "hangs", state: "sending", attempts: 1 }]);

  webhook.status = 204;
  await start("escalations.ts");
  await until(async () => (await deliveries())[0]?.state === "unknown");
  // Another alarm passes through the same worker, so it had its chance to send the first one again.
  await makeAlarm({ id: "second", receivedAgoMs: 60_000 });
  await until(async () => (await deliveries()).some(({ alarmId, state }) => alarmId === "second" && state === "sent"));
  expect(await deliveries()).toEqual([
    { alarmId: "hangs", state: "unknown", attempts: 1 },
    { alarmId: "second", state: "sent", attempts: 1 },
  ]);
  expect(asked()).toEqual(["hangs", "second"]);
});
