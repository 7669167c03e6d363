import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { placeAreas } from "@/lib/domains/areas/mirror";
import { goOnDuty } from "@/lib/domains/on-duty/write";
import { retentions } from "@/lib/domains/settings/job";
import { releaseEnded } from "@/lib/domains/snoozes/write";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { make } from "@/lib/testing/factories";
import { withSettings } from "@/lib/testing/mode";
import { startMailServer, type TestMailServer } from "@/lib/testing/smtp";
import { startWebhook, type TestWebhook } from "@/lib/testing/webhook";
import { escalationsDeliver, escalationsMark } from "./job";
import { timeLeft } from "./read/time-left";
import type { EscalationRuleInput } from "./schema";
import { addRule, changeRule, tryRule } from "./write/rules";

let admin: Actor;
let gwen: Actor;
let hall: Actor;
let mail: TestMailServer;
let webhook: TestWebhook;

const input = (more: Partial<EscalationRuleInput> = {}): EscalationRuleInput => ({
  ...{ name: "Night", enabled: true, priorities: [1, 2], areaIds: null, afterSeconds: 60 },
  ...{ userIds: [gwen.userId], roles: [], sound: true, email: false, webhookUrl: null, ...more },
});

/** A rule that has been there for an hour. */
async function rule(more: Partial<EscalationRuleInput> = {}) {
  const made = await addRule(admin, input(more));
  await pool().query("UPDATE escalation_rule SET since = since - interval '1 hour' WHERE id = $1", [made.id]);
  return made;
}

const mark = () => escalationsMark.run(dutyRun());
const deliver = () => escalationsDeliver.run(dutyRun());
/** What was put off is due now. */
const hurry = () => pool().query("UPDATE escalation_delivery SET next_attempt_at = now() WHERE state = 'waiting'");

const withMail = <T>(work: () => Promise<T>) =>
  withSettings(
    {
      GATEHOUSE_SMTP_URL: `smtp://console:s%20cret@127.0.0.1:${mail.port}`,
      GATEHOUSE_SMTP_FROM: "console@example.com",
    },
    work,
  );

async function called(): Promise<[alarm: string, name: string][]> {
  const { rows } = await pool().query<{ alarm: string; name: string }>(
    `SELECT c.alarm_id AS alarm, u.name FROM escalation_call c JOIN app_user u ON u.id = c.user_id ORDER BY 1, 2`,
  );
  return rows.map(({ alarm, name }) => [alarm, name]);
}

async function deliveries() {
  const { rows } = await pool().query<{ channel: string; state: string; attempts: number; reason: string | null }>(
    "SELECT channel, state, attempts, reason FROM escalation_delivery ORDER BY created_at, channel, id",
  );
  return rows;
}

beforeAll(async () => {
  await holdLease();
  [mail, webhook] = await Promise.all([startMailServer(), startWebhook()]);
  for (const [id, parent] of [
    ["site", null],
    ["hall", "site"],
    ["yard", "site"],
  ]) {
    await pool().query(
      `INSERT INTO area (id, name, search, parent_id, path, path_names, hash, sweep_id)
       VALUES ($1, $1, $1, $2, ARRAY[$1], ARRAY[$1], '', 1)`,
      [id, parent],
    );
  }
  const client = await pool().connect();
  await placeAreas(client);
  client.release();
});
afterAll(() => Promise.all([mail.stop(), webhook.stop()]));

beforeEach(async () => {
  await pool().query(
    `TRUNCATE alarm, alarm_entry, alarm_escalation, escalation_call, escalation_delivery, escalation_rule, duty_period, snooze`,
  );
  mail.mails.length = 0;
  mail.signIns.length = 0;
  mail.answers = {};
  webhook.requests.length = 0;
  webhook.status = 204;
  admin = await make.actor("administrator", { name: "Root" });
  gwen = await make.actor("guard", { name: "Gwen" });
  hall = await make.actor("guard", { name: "Hal", areaIds: ["hall"] });
});

dbTest("an alarm that nobody acknowledges in time calls its people once, and says so in its trail", async () => {
  await rule();
  await makeAlarm({ id: "late", receivedAgoMs: 61_000, priority: 1 });
  await makeAlarm({ id: "young", receivedAgoMs: 1_000, sourceId: "b" });
  await makeAlarm({ id: "seen", receivedAgoMs: 61_000, state: "acknowledged", sourceId: "c" });
  await makeAlarm({ id: "low", receivedAgoMs: 61_000, priority: 3, sourceId: "d" });
  await mark();
  await mark();
  expect(await called()).toEqual([["late", "Gwen"]]);
  const { rows } = await pool().query("SELECT id, escalated_at IS NOT NULL AS escalated FROM alarm ORDER BY id");
  expect(rows.filter(({ escalated }) => escalated === true)).toEqual([{ id: "late", escalated: true }]);
  const trail = await pool().query(`SELECT alarm_id, kind, "to", note, user_id FROM alarm_entry`);
  expect(trail.rows).toEqual([
    {
      ...{ alarm_id: "late", kind: "escalated", to: "Gwen", user_id: null },
      note: "Rule “Night”: nobody acknowledged it within 60 seconds.",
    },
  ]);
  const news = await pool().query("SELECT topic FROM bus_event WHERE payload -> 'ids' = '[\"late\"]'");
  expect(news.rows).toEqual([{ topic: "alarm" }]);
});

dbTest("a run of repeats calls once for each rule, and a later rule calls further people", async () => {
  await rule();
  await rule({ name: "Later", afterSeconds: 120, userIds: [admin.userId] });
  await makeAlarm({ id: "first", receivedAgoMs: 90_000 });
  await makeAlarm({ id: "repeat", receivedAgoMs: 70_000, groupId: "first" });
  await mark();
  expect(await called()).toEqual([["first", "Gwen"]]);
  await pool().query("UPDATE alarm SET received_at = received_at - interval '1 minute'");
  await mark();
  expect(await called()).toEqual([
    ["first", "Gwen"],
    ["first", "Root"],
  ]);
});

dbTest("a new rule, or one that was switched off, is about what comes from then on", async () => {
  await makeAlarm({ id: "old", receivedAgoMs: 3_600_000 });
  const { id } = await addRule(admin, input());
  await mark();
  await pool().query("UPDATE escalation_rule SET since = now() - interval '1 day'");
  await changeRule(admin, id, input({ enabled: false }));
  await mark();
  await changeRule(admin, id, input());
  await mark();
  expect(await called()).toEqual([]);
});

dbTest("areas count with what is below them, and nobody is called about what they may not see", async () => {
  await rule({ areaIds: ["site"], userIds: [gwen.userId, hall.userId] });
  await makeAlarm({ id: "in-hall", areaId: "hall", receivedAgoMs: 61_000 });
  await makeAlarm({ id: "in-yard", areaId: "yard", receivedAgoMs: 61_000, sourceId: "b" });
  await makeAlarm({ id: "nowhere", receivedAgoMs: 61_000, sourceId: "c" });
  await mark();
  expect(await called()).toEqual([
    ["in-hall", "Gwen"],
    ["in-hall", "Hal"],
    ["in-yard", "Gwen"],
  ]);
});

dbTest("a role is called as far as it is on duty", async () => {
  await rule({ userIds: [], roles: ["guard"] });
  await goOnDuty(gwen);
  await makeAlarm({ id: "a", receivedAgoMs: 61_000 });
  await mark();
  expect(await called()).toEqual([["a", "Gwen"]]);
  await pool().query("UPDATE duty_period SET ended_at = now()");
  await makeAlarm({ id: "b", receivedAgoMs: 61_000, sourceId: "b" });
  await mark();
  expect(await called()).toEqual([["a", "Gwen"]]);
  const { rows } = await pool().query(`SELECT "to" FROM alarm_entry WHERE alarm_id = 'b'`);
  expect(rows).toEqual([{ to: "nobody: no one it names may see this alarm" }]);
});

dbTest("what is snoozed waits, and how long is left is told meanwhile", async () => {
  await rule({ roles: ["guard"] });
  await rule({ name: "Sooner", afterSeconds: 30, userIds: [admin.userId] });
  await makeAlarm({ id: "waits", receivedAgoMs: 10_000 });
  await makeAlarm({ id: "seen", receivedAgoMs: 10_000, state: "acknowledged", sourceId: "b" });
  const left = await timeLeft(["waits", "seen"]);
  const { rows } = await pool().query<{ at: Date }>("SELECT received_at AS at FROM alarm WHERE id = 'waits'");
  const at = new Date((rows[0]?.at.getTime() ?? 0) + 30_000).toISOString();
  expect([...left]).toEqual([["waits", { at, to: ["Root"] }]]);
  await pool().query(
    `WITH made AS (INSERT INTO snooze (id, scope, target_id, name, reason, created_by, until)
       VALUES (gen_random_uuid(), 'source', 'x', 'x', 'Works', $1, now() + interval '1 hour') RETURNING id)
     UPDATE alarm SET snooze_id = made.id, received_at = received_at - interval '1 hour' FROM made`,
    [gwen.userId],
  );
  await pool().query("UPDATE escalation_rule SET since = since - interval '1 day'");
  expect((await timeLeft(["waits"])).size).toBe(0);
  await mark();
  expect(await called()).toEqual([]);
  await pool().query("UPDATE snooze SET lifted_at = now()");
  await transaction(releaseEnded);
  await mark();
  expect((await called()).map(([id]) => id)).toEqual(["waits", "waits"]);
});

dbTest("mail reaches each person through the mail server, and what they get leads to the alarm", async () => {
  await rule({ email: true, userIds: [gwen.userId, admin.userId] });
  await makeAlarm({
    id: "guid/1",
    receivedAgoMs: 61_000,
    priority: 1,
    sourceName: "Loading bay\r\nBcc: all@example.com",
  });
  await withMail(async () => {
    await mark();
    await deliver();
    await deliver();
  });
  expect((await deliveries()).map(({ state, attempts }) => [state, attempts])).toEqual([
    ["sent", 1],
    ["sent", 1],
  ]);
  expect(mail.signIns).toEqual(["console:s cret", "console:s cret"]);
  expect(mail.mails.map(({ to }) => to[0]).sort()).toEqual([admin.email, gwen.email].sort());
  const [first] = mail.mails;
  expect(first).toMatchObject({ from: "console@example.com" });
  expect(first?.text).toContain("http://localhost:3000/alarms/guid%2F1");
  // A name is a name, whatever is in it.
  expect(first?.text).not.toMatch(/^Bcc:/im);
});

dbTest("mail is tried again while that may help, and never again when it may have arrived", async () => {
  await rule({ email: true });
  await makeAlarm({ id: "a", receivedAgoMs: 61_000 });
  await withMail(async () => {
    await mark();
    mail.answers = { RCPT: "451 come back later" };
    await deliver();
    expect(await deliveries()).toMatchObject([{ state: "waiting", attempts: 1 }]);
    // Not before its time.
    await deliver();
    expect(await deliveries()).toMatchObject([{ state: "waiting", attempts: 1 }]);
    await hurry();
    mail.answers = { RCPT: "550 nobody of that name" };
    await deliver();
    expect(await deliveries()).toMatchObject([
      { state: "failed", attempts: 2, reason: "The mail server refused the mail: 550 nobody of that name." },
    ]);
    await pool().query("UPDATE escalation_delivery SET state = 'waiting', next_attempt_at = now()");
    mail.answers = { AUTH: "535 no" };
    await deliver();
    expect((await deliveries())[0]?.reason).toBe("The mail server refused the sign-in.");
    expect(mail.mails).toEqual([]);
    await pool().query("UPDATE escalation_delivery SET state = 'waiting', next_attempt_at = now()");
    mail.answers = { DATA: "hang up" };
    await deliver();
    expect((await deliveries())[0]?.state).toBe("unknown");
    mail.answers = {};
    await hurry();
    await deliver();
  });
  expect(mail.mails).toHaveLength(1);
});

dbTest("without a mail server the mail fails and says what is missing", async () => {
  await rule({ email: true });
  await makeAlarm({ receivedAgoMs: 61_000 });
  await mark();
  await deliver();
  expect(await deliveries()).toMatchObject([
    { state: "failed", reason: expect.stringContaining("GATEHOUSE_SMTP_URL") as string },
  ]);
});

dbTest("a webhook gets what it needs, signed with the key that was shown once", async () => {
  const { webhookKey } = await rule({ webhookUrl: webhook.url });
  await makeAlarm({ id: "a", receivedAgoMs: 61_000, sourceName: "Loading bay", areaId: "hall", areaName: "Hall" });
  await mark();
  await deliver();
  const [request] = webhook.requests;
  expect(JSON.parse(request?.body ?? "")).toMatchObject({
    ...{ event: "alarm.escalated", trial: false, rule: "Night" },
    alarm: { id: "a", source: "Loading bay", area: "hall", priority: 2, address: "http://localhost:3000/alarms/a" },
  });
  const [, seconds = "", signature = ""] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request?.headers["x-gatehouse-signature"])) ?? [];
  const wanted = createHmac("sha256", webhookKey ?? "")
    .update(`${seconds}.${request?.body}`)
    .digest("hex");
  expect(signature).toBe(wanted);
  expect(await deliveries()).toMatchObject([{ state: "sent", attempts: 1, reason: null }]);
});

dbTest("a webhook that is away is tried again, one that says no is not, and redirects lead nowhere", async () => {
  await rule({ webhookUrl: webhook.url, sound: false });
  const outcome = async (id: string, status: number) => {
    webhook.status = status;
    await makeAlarm({ id, receivedAgoMs: 61_000, sourceId: id });
    await mark();
    await deliver();
    const { rows } = await pool().query<{ state: string }>(
      "SELECT state FROM escalation_delivery WHERE alarm_id = $1",
      [id],
    );
    return rows[0]?.state;
  };
  expect(await outcome("a", 503)).toBe("waiting");
  expect(await outcome("b", 400)).toBe("failed");
  expect(await outcome("c", 302)).toBe("failed");
  expect(webhook.requests).toHaveLength(3);
  await pool().query("UPDATE escalation_delivery SET attempts = 5, next_attempt_at = now() WHERE alarm_id = 'a'");
  webhook.status = 503;
  await deliver();
  expect((await deliveries())[0]).toMatchObject({ state: "failed", attempts: 6 });
});

dbTest("a private address is refused unless it is listed, and nothing is sent once somebody acknowledged", async () => {
  const port = new URL(webhook.url).port;
  const { id } = await rule({ webhookUrl: `https://127.0.0.1:${port}/` });
  const live = { GATEHOUSE_SANDBOX: "0", HCC_BASE_URL: "http://127.0.0.1:9", HCC_APP_KEY: "k", HCC_SECRET_KEY: "s" };
  const attempt = async (url: string, more: Record<string, string> = {}) => {
    await pool().query("TRUNCATE escalation_delivery; UPDATE escalation_rule SET webhook_url = '" + url + "'");
    await tryRule(admin, id);
    await withSettings({ ...live, ...more }, () => deliver().then(() => undefined));
    return (await deliveries())[0];
  };
  for (const host of ["127.0.0.1", "localhost", "10.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"]) {
    expect(await attempt(`https://${host}:${port}/`), host).toMatchObject({
      ...{ state: "failed", reason: expect.stringContaining("private address") as string },
    });
  }
  expect(await attempt(webhook.url)).toMatchObject({ state: "failed" });
  // Listed it is called, although what answers there speaks no TLS.
  const listed = await attempt(`https://127.0.0.1:${port}/`, { GATEHOUSE_WEBHOOK_HOSTS: `127.0.0.1:${port}` });
  expect(listed).toMatchObject({ state: "waiting", reason: expect.stringContaining("could not be reached") as string });
  expect(webhook.requests).toEqual([]);

  await pool().query("TRUNCATE escalation_delivery; UPDATE escalation_rule SET webhook_url = '" + webhook.url + "'");
  await makeAlarm({ id: "a", receivedAgoMs: 61_000 });
  await mark();
  await pool().query("UPDATE alarm SET state = 'acknowledged'");
  await deliver();
  expect(await deliveries()).toMatchObject([
    { state: "failed", reason: expect.stringContaining("acknowledged") as string },
  ]);
  expect(webhook.requests).toEqual([]);
});

dbTest("what was done is forgotten in time, but never so that somebody is called again", async () => {
  await rule();
  await makeAlarm({ id: "new", receivedAgoMs: 61_000 });
  await makeAlarm({ id: "handled", receivedAgoMs: 61_000, sourceId: "b" });
  await mark();
  await pool().query("UPDATE alarm SET state = 'resolved' WHERE id = 'handled'");
  for (const { key, clean } of retentions) if (key === "retention.escalations") await clean(0);
  expect(await called()).toEqual([["new", "Gwen"]]);
  await mark();
  expect(await called()).toEqual([["new", "Gwen"]]);
});
