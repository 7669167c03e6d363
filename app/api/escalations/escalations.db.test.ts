import { randomUUID } from "node:crypto";
import { beforeEach } from "vitest";
import { DELETE as deleteRule, PUT as changeRule } from "./[id]/route";
import { POST as tryRule } from "./[id]/try/route";
import { POST as renewKey } from "./[id]/webhook-key/route";
import { POST as acknowledge } from "./calls/acknowledge/route";
import { GET as getCalls } from "./calls/route";
import { GET as getDeliveries } from "./deliveries/route";
import { GET as getRules, POST as addRule } from "./route";
import { GET as getAlarm } from "../alarms/[id]/route";
import { pool } from "@/lib/db/client";
import type { AlarmDetail } from "@/lib/domains/alarms/schema";
import { escalationsMark } from "@/lib/domains/escalations/job";
import type { ChangedRule, DeliveryListing, EscalationCalls, EscalationRules } from "@/lib/domains/escalations/schema";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { wholeLog } from "@/lib/testing/entries";
import { inLiveMode } from "@/lib/testing/mode";

let admin: SignedIn;
let guard: SignedIn;

const usual = () => ({
  ...{ name: "Night", enabled: true, priorities: [1, 2], areaIds: null, afterSeconds: 60 },
  ...{ userIds: [guard.actor.userId], roles: ["guard"], sound: true, email: false, webhookUrl: null },
});

type Answer<T> = { status: number; body: T & { errors?: { field: string }[] } };

async function send<T>(
  handler: Parameters<typeof callRoute>[0],
  who: SignedIn,
  { method = "POST", id, json }: { method?: string; id?: string; json?: unknown },
): Promise<Answer<T>> {
  const request = who.request("/api/escalations", { method, ...(json === undefined ? {} : { json }) });
  const response = await callRoute(handler, request, id === undefined ? {} : { id });
  const text = await response.text();
  return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as Answer<T>["body"] };
}

const add = (more: object = {}, who = admin) => send<ChangedRule>(addRule, who, { json: { ...usual(), ...more } });
const rules = async () => (await send<EscalationRules>(getRules, admin, { method: "GET" })).body;
const calls = async (who: SignedIn) => (await send<EscalationCalls>(getCalls, who, { method: "GET" })).body.items;

await holdLease();

beforeEach(async () => {
  await pool().query(
    "TRUNCATE alarm, alarm_entry, alarm_escalation, escalation_call, escalation_delivery, escalation_rule",
  );
  admin = await signedIn("administrator", { name: "Root" });
  guard = await signedIn("guard", { name: "Gwen" });
});

dbTest("a rule is added, listed, changed and deleted", async () => {
  const { status, body } = await add();
  expect(status).toBe(201);
  expect(body.webhookKey).toBeNull();
  const listed = await rules();
  expect(listed.items).toMatchObject([
    {
      ...{ id: body.id, name: "Night", areas: null, people: [{ name: "Gwen", active: true }], lately: 0 },
      ...{ roles: [{ id: "guard", name: "Guard" }], changed: { by: { name: "Root" } } },
    },
  ]);
  expect(listed.roles.map(({ id }) => id)).toEqual(["administrator", "guard", "auditor"]);
  expect(listed.people.map(({ name }) => name)).toContain("Gwen");
  expect(listed.mail).toBeNull();
  const changed = await send(changeRule, admin, { method: "PUT", id: body.id, json: { ...usual(), name: "Late" } });
  expect(changed.status).toBe(200);
  expect((await rules()).items[0]?.name).toBe("Late");
  expect((await send(deleteRule, admin, { method: "DELETE", id: body.id })).status).toBe(204);
  expect((await rules()).items).toEqual([]);
  expect((await send(deleteRule, admin, { method: "DELETE", id: body.id })).status).toBe(404);
});

dbTest("what cannot be is said at its field", async () => {
  const field = async (more: object) => (await add(more)).body.errors?.[0]?.field;
  expect(await field({ name: " " })).toBe("name");
  expect(await field({ afterSeconds: 5 })).toBe("afterSeconds");
  expect(await field({ priorities: [] })).toBe("priorities");
  expect(await field({ sound: false })).toBe("sound");
  expect(await field({ userIds: [], roles: [] })).toBe("userIds");
  expect(await field({ userIds: [(await signedIn("receptionist")).actor.userId] })).toBe("userIds");
  expect(await field({ roles: ["receptionist"] })).toBe("roles");
  expect(await field({ areaIds: ["nowhere"] })).toBe("areaIds");
  expect(await field({ webhookUrl: "http://pager.example.org/" })).toBe("webhookUrl");
  expect(await field({ webhookUrl: "https://user:secret@pager.example.org/" })).toBe("webhookUrl");
  const here = await inLiveMode(() => field({ webhookUrl: "http://localhost:8080/" }));
  expect(here).toBe("webhookUrl");
  expect((await rules()).items).toEqual([]);
});

dbTest("a webhook's key is shown when it is made, and nowhere else", async () => {
  const made = await add({ webhookUrl: "https://pager.example.org/?token=hidden-in-the-address" });
  const { id, webhookKey } = made.body;
  expect(webhookKey).toMatch(/^[\w-]{43}$/);
  const again = await send<ChangedRule>(changeRule, admin, {
    ...{ method: "PUT", id },
    json: { ...usual(), webhookUrl: "https://other.example.org/" },
  });
  expect(again.body.webhookKey).toBeNull();
  expect(JSON.stringify(await rules())).not.toContain(webhookKey);
  const renewed = await send<ChangedRule>(renewKey, admin, { id });
  expect(renewed.body.webhookKey).not.toBe(webhookKey);
  const { rows } = await pool().query<{ key: string }>("SELECT webhook_key AS key FROM escalation_rule");
  expect(rows[0]?.key).not.toContain(renewed.body.webhookKey ?? "");
  const log = await wholeLog();
  expect(log).toContain("pager.example.org");
  for (const secret of [webhookKey, renewed.body.webhookKey, "hidden-in-the-address"])
    expect(log).not.toContain(secret);
});

dbTest("a trial waits to be sent and is listed; a rule that only rings has none", async () => {
  const rings = await add();
  expect((await send(tryRule, admin, { id: rings.body.id })).status).toBe(409);
  const { body } = await add({ email: true, webhookUrl: "https://pager.example.org/" });
  const tried = await send<{ deliveries: number }>(tryRule, admin, { id: body.id });
  expect(tried).toMatchObject({ status: 202, body: { deliveries: 2 } });
  const { items } = (await send<DeliveryListing>(getDeliveries, admin, { method: "GET" })).body;
  expect(items.map(({ channel, to, alarm, state }) => [channel, to?.name ?? null, alarm, state]).sort()).toEqual([
    ["email", "Root", null, "waiting"],
    ["webhook", null, null, "waiting"],
  ]);
});

dbTest("who is called hears it until they say so, or somebody takes the alarm", async () => {
  await add({ areaIds: null });
  await pool().query("UPDATE escalation_rule SET since = since - interval '1 hour'");
  await makeAlarm({ id: "late", receivedAgoMs: 61_000, priority: 1 });
  await makeAlarm({ id: "later", receivedAgoMs: 61_000, sourceId: "b" });
  await makeAlarm({ id: "waits", receivedAgoMs: 1_000, sourceId: "c" });
  await escalationsMark.run(dutyRun());
  const ringing = await calls(guard);
  expect(ringing.map(({ alarm }) => alarm.id)).toEqual(["late", "later"]);
  expect(await calls(admin)).toEqual([]);
  const hear = (who: SignedIn, ids: readonly string[]) => send(acknowledge, who, { json: { ids } });
  const [id = "", other = ""] = ringing.map((call) => call.id);
  expect((await hear(admin, [id])).status).toBe(404);
  // Of several none ends when one is not there.
  expect((await hear(guard, [other, randomUUID()])).status).toBe(404);
  expect(await calls(guard)).toHaveLength(2);
  expect((await hear(guard, [id])).status).toBe(204);
  expect((await calls(guard)).map(({ alarm }) => alarm.id)).toEqual(["later"]);
  await pool().query("UPDATE alarm SET state = 'acknowledged' WHERE id = 'later'");
  expect(await calls(guard)).toEqual([]);
  const detail = async (alarm: string) =>
    (await (await callRoute(getAlarm, guard.request("/api/alarms/x"), { id: alarm })).json()) as AlarmDetail;
  const late = await detail("late");
  expect(late.escalates).toBeNull();
  expect(late.trail.slice(-2).map(({ kind, by }) => [kind, by?.name ?? null])).toEqual([
    ["escalated", null],
    ["note", "Gwen"],
  ]);
  expect((await detail("waits")).escalates?.to).toEqual(["Gwen", "everybody on duty as guard"]);
});

dbTest("who is limited to areas has no say in rules for the whole site", async () => {
  const limited = await signedIn("administrator", { areaIds: ["hall"] });
  expect((await add({}, limited)).status).toBe(403);
  expect((await send(getRules, limited, { method: "GET" })).status).toBe(403);
  expect((await send(getDeliveries, limited, { method: "GET" })).status).toBe(403);
});
