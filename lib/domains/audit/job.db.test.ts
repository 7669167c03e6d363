/** The duties of the audit log, on a real chain, a real file and a real webhook. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { anchorFile, anchorPublicKey, isSignedBy, type SignedAnchor } from "@/lib/audit/anchors";
import { audited, recordAlone } from "@/lib/audit/record";
import { pool } from "@/lib/db/client";
import { settings } from "@/lib/env";
import { clearChain, unguarded } from "@/lib/testing/audit";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { make } from "@/lib/testing/factories";
import { withSettings } from "@/lib/testing/mode";
import { auditAnchor, auditRetention, auditSettling, auditVerification } from "./job";
import { isAuditBroken, readAuditState } from "./read";
import { requestVerification } from "./write";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-anchors-"));
const inFolder = <T>(work: () => Promise<T>, more: Record<string, string> = {}) =>
  withSettings({ GATEHOUSE_DATA_DIR: folder, ...more }, () => {
    mkdirSync(settings().dataDir, { recursive: true });
    return work();
  });

const anchorsKept = () =>
  inFolder(() =>
    Promise.resolve(
      readFileSync(anchorFile(), "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as SignedAnchor),
    ),
  );

const write = async (count: number) => {
  for (let i = 0; i < count; i += 1) await recordAlone("system", { action: "sync.request", details: { i } });
};

const asOld = (through: number, days: number) =>
  `UPDATE audit_entry SET at = at - interval '${days} days' WHERE seq <= ${through};
   DO $$ DECLARE e record; h text := ''; BEGIN
     FOR e IN SELECT * FROM audit_entry ORDER BY seq LOOP
       h := audit_hash(h, e.seq, e.at, e.body);
       UPDATE audit_entry SET hash = h WHERE seq = e.seq;
     END LOOP;
     UPDATE audit_head SET hash = h;
   END $$`;

async function entries(where: string): Promise<Record<string, unknown>[]> {
  const { rows } = await pool().query<{ body: string }>(`SELECT body FROM audit_entry WHERE ${where} ORDER BY seq`);
  return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}

const one = async (sql: string) => (await pool().query<Record<string, unknown>>(sql)).rows[0];

let webhook: Server;
let answerWith = 204;
const received: SignedAnchor[] = [];
const webhookUrl = () => `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/anchors`;

beforeAll(async () => {
  await holdLease();
  webhook = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push(JSON.parse(body) as SignedAnchor);
      response.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((ready) => webhook.listen(0, "127.0.0.1", ready));
});

beforeEach(async () => {
  await clearChain();
  rmSync(folder, { recursive: true, force: true });
  received.length = 0;
  answerWith = 204;
});

afterAll(() => {
  webhook.closeAllConnections();
  webhook.close();
  rmSync(folder, { recursive: true, force: true });
});

dbTest("the head is anchored when it moved, and only then", async () => {
  await write(3);
  await inFolder(() => auditAnchor.run(dutyRun()));
  await inFolder(() => auditAnchor.run(dutyRun()));
  await write(1);
  await inFolder(() => auditAnchor.run(dutyRun()));
  const kept = await anchorsKept();
  expect(kept.map(({ seq }) => seq)).toEqual([3, 4]);
  expect(kept.every((anchor) => isSignedBy(anchor, anchorPublicKey()))).toBe(true);
  expect(await one("SELECT seq::int, hash FROM audit_head")).toEqual({ seq: 4, hash: kept[1]?.hash });
});

dbTest("a webhook gets the newest anchor, and one that is away is tried again later", async () => {
  const run = () => inFolder(() => auditAnchor.run(dutyRun()), { GATEHOUSE_AUDIT_WEBHOOK: webhookUrl() });
  await write(1);
  answerWith = 500;
  await run();
  await write(1);
  await run();
  expect(received.map(({ seq }) => seq)).toEqual([1]);
  expect(await one("SELECT send_failures, send_error FROM audit_state")).toEqual({
    send_failures: 1,
    send_error: "The webhook answered with HTTP 500.",
  });
  expect((await anchorsKept()).map(({ seq }) => seq)).toEqual([1, 2]);

  answerWith = 204;
  await pool().query("UPDATE audit_state SET send_after = clock_timestamp()");
  await run();
  await run();
  expect(received.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(received.every((anchor) => isSignedBy(anchor, anchorPublicKey()))).toBe(true);
  expect(await one("SELECT sent_seq::int, send_failures, send_error FROM audit_state")).toEqual({
    sent_seq: 2,
    send_failures: 0,
    send_error: null,
  });
});

dbTest("verification is kept, goes on where it stopped, and tells everybody who may know", async () => {
  const auditor = await make.actor("auditor");
  await write(5);
  expect(await readAuditState(auditor)).toMatchObject({ state: "unverified", verifiedAt: null });
  await inFolder(() => auditVerification.run(dutyRun()));
  const first = await readAuditState(auditor);
  expect(first).toMatchObject({ state: "intact", entries: 5, verifiedThrough: 5, findings: [], verifying: false });
  await write(2);
  await inFolder(() => auditVerification.run(dutyRun()));
  expect(await readAuditState(auditor)).toMatchObject({ verifiedThrough: 7, fullAt: first.fullAt });

  // Behind the point that was verified: only following the whole chain finds it.
  await unguarded("UPDATE audit_entry SET at = at + interval '1 second' WHERE seq = 3");
  await inFolder(() => auditVerification.run(dutyRun()));
  expect(await readAuditState(auditor)).toMatchObject({ state: "intact" });
  expect(await requestVerification(auditor)).toMatchObject({ verifying: true });
  await inFolder(() => auditVerification.run(dutyRun()));
  const broken = await readAuditState(auditor);
  expect(broken).toMatchObject({ state: "broken", verifying: false, findings: [{ kind: "edited", seq: 3 }] });
  expect(await isAuditBroken(auditor)).toBe(true);
  expect(await isAuditBroken(await make.actor("guard"))).toBeNull();

  await inFolder(() => auditVerification.run(dutyRun()));
  expect(await readAuditState(auditor), "what was found stays found").toMatchObject({ state: "broken" });
  const events = await one("SELECT count(*)::int AS n FROM bus_event WHERE topic = 'audit'");
  expect(events?.["n"]).toBeGreaterThanOrEqual(5);
});

dbTest("anchors are compared, and a file that lost the last one is told of", async () => {
  await write(4);
  await inFolder(() => auditAnchor.run(dutyRun()));
  await unguarded(asOld(2, 1));
  await inFolder(() => auditVerification.run(dutyRun()));
  const auditor = await make.actor("auditor");
  expect(await readAuditState(auditor)).toMatchObject({ state: "broken", findings: [{ kind: "replaced", seq: 4 }] });
  rmSync(folder, { recursive: true, force: true });
  await requestVerification(auditor);
  await inFolder(() => auditVerification.run(dutyRun()));
  expect(await readAuditState(auditor)).toMatchObject({ findings: [{ kind: "anchors", notice: true }] });
});

dbTest("an attempt without an outcome is told as unknown after a while, once", async () => {
  const actor = await make.actor();
  const input = { action: "device.refresh", objects: [{ kind: "device", id: "d1" }] } as const;
  await audited(actor, input, { send: () => Promise.resolve(1), judge: () => ({}) });
  await audited(
    actor,
    { ...input, objects: [{ kind: "device", id: "d2" }] },
    {
      send: () => pool().query("ALTER FUNCTION audit_append(text, text, jsonb) RENAME TO audit_append_away"),
      judge: () => ({}),
    },
  );
  await pool().query("ALTER FUNCTION audit_append_away(text, text, jsonb) RENAME TO audit_append");
  await inFolder(() => auditSettling.run(dutyRun()));
  expect(await entries("result = 'unknown'"), "too early").toEqual([]);

  await unguarded("UPDATE audit_entry SET at = at - interval '16 minutes'");
  await inFolder(() => auditSettling.run(dutyRun()));
  await inFolder(() => auditSettling.run(dutyRun()));
  expect(await entries("result = 'unknown'")).toMatchObject([
    { phase: "outcome", attemptOf: 3, actor: { kind: "system" }, objects: [{ kind: "device", id: "d2" }] },
  ]);
});

dbTest("entries older than the log is kept go, which the log tells, and the rest stays intact", async () => {
  await write(9);
  const retentionDays = 45;
  await pool().query("INSERT INTO setting (key, value) VALUES ('retention.audit', to_jsonb($1::int))", [retentionDays]);
  await unguarded(asOld(4, retentionDays + 1));
  await inFolder(() => auditRetention.run(dutyRun()));
  await inFolder(() => auditRetention.run(dutyRun()));
  expect(await one("SELECT min(seq)::int AS first, count(*)::int AS n FROM audit_entry")).toEqual({ first: 5, n: 6 });
  expect(await one("SELECT min(seq)::int AS first FROM audit_detail")).toEqual({ first: 5 });
  const told = await entries("action = 'audit.prune'");
  expect(told).toHaveLength(1);
  const { rows } = await pool().query("SELECT data FROM audit_detail WHERE seq = 10");
  expect(rows).toEqual([{ data: { removed: 4, through: 4, days: retentionDays, forgottenNames: 0 } }]);
  await inFolder(() => auditVerification.run(dutyRun()));
  const state = await readAuditState(await make.actor("auditor"));
  expect(state).toMatchObject({ state: "intact", entries: 6, findings: [], retentionDays });
});

dbTest("a name goes with the last entry that mentions it, as an object or as who acted", async () => {
  await pool().query("DELETE FROM setting WHERE key = 'retention.audit'");
  const [gone, staying, present] = await Promise.all(
    ["Gone Person", "Staying Person", "Present Person"].map((name) => make.actor("guard", { name })),
  );
  if (gone === undefined || staying === undefined || present === undefined) throw new Error("three were made");
  const door = (id: string) => [{ kind: "door", id, name: `Door ${id}` }];
  await recordAlone(gone, { action: "sync.request", objects: door("old") });
  await recordAlone(staying, { action: "sync.request", objects: [...door("kept"), ...door("shared")] });
  await recordAlone(present, { action: "sync.request", objects: [{ kind: "user", id: staying.userId }] });
  await recordAlone("system", { action: "sync.request", objects: door("shared") });
  await recordAlone(present, { action: "sync.request", objects: door("kept") });
  await unguarded(asOld(2, 800));
  const names = async () =>
    (await pool().query<{ name: string }>("SELECT name FROM audit_name ORDER BY name")).rows.map(({ name }) => name);
  const all = ["Door kept", "Door old", "Door shared", "Gone Person", "Present Person", "Staying Person"];
  expect(await names()).toEqual(all);

  // An entry that is just being written about a name keeps it.
  const written = await pool().connect();
  await written.query("BEGIN");
  await written.query("SELECT 1 FROM audit_name WHERE id = 'old' FOR UPDATE");
  await inFolder(() => auditRetention.run(dutyRun()));
  await written.query("ROLLBACK");
  written.release();
  expect(await names()).toEqual(all.filter((name) => name !== "Gone Person"));
  await inFolder(() => auditVerification.run(dutyRun()));
  expect((await readAuditState(await make.actor("auditor"))).state).toBe("intact");
});

dbTest("what the database keeps for 30 days no retention removes", async () => {
  await write(3);
  await unguarded(asOld(2, 20));
  const { rows } = await pool().query("SELECT audit_prune(2)::int AS removed");
  expect(rows).toEqual([{ removed: 0 }]);
});
