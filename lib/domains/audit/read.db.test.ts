import { beforeAll, beforeEach } from "vitest";
import { audited, record, recordAlone } from "@/lib/audit/record";
import { withOrigin } from "@/lib/audit/context";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import type { Actor } from "@/lib/auth/actor";
import { clearChain, unguarded } from "@/lib/testing/audit";
import { startExport } from "@/lib/domains/exports/write";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { listAudit, listAuditActors, readAuditEntry, readAuditExportPage } from "./read";
import { AuditQuery, type AuditExportRow, type AuditFilters } from "./schema";

let auditor: Actor;
let guard: Actor;
let other: Actor;

beforeAll(async () => {
  guard = await make.actor("guard", { name: "Дмитрий Вознесенский" });
  other = await make.actor("administrator", { name: "Elín Ólafsdóttir" });
});

beforeEach(async () => {
  await clearChain();
  // A session of its own, so that its look is the first.
  auditor = await make.actor("auditor", { name: "Astrid Kjærsgaard" });
  await withOrigin({ requestId: "r1", address: "10.4.2.22" }, () =>
    transaction((tx) =>
      record(tx, guard, {
        action: "camera.snapshot.view",
        objects: [{ kind: "camera", id: "c1", name: "Loading bay east" }],
        details: { why: "noise" },
      }),
    ),
  );
  await audited(
    other,
    { action: "device.refresh", objects: [{ kind: "device", id: "d1", name: "Main gate" }] },
    { send: () => Promise.resolve(), judge: () => ({ result: "partly done", code: "DEV000001" }) },
  );
  await recordAlone("system", { action: "sync.request" });
});

const ask = (filters: AuditFilters, actor = auditor) => listAudit(actor, AuditQuery.parse(filters));
const numbers = async (filters: AuditFilters) => (await ask(filters)).items.map(({ id }) => id);

dbTest("lists the newest first, with names, and the look itself", async () => {
  const { items, total } = await ask({});
  expect(total).toBe(5);
  expect(items.map(({ id, action, phase, result }) => [id, action, phase, result])).toEqual([
    ["5", "audit.read", "event", "done"],
    ["4", "sync.request", "event", "done"],
    ["3", "device.refresh", "outcome", "partly done"],
    ["2", "device.refresh", "attempt", "pending"],
    ["1", "camera.snapshot.view", "event", "done"],
  ]);
  expect(items[0]?.who).toEqual({ kind: "user", id: auditor.userId, name: auditor.name, role: "auditor" });
  expect(items[1]?.who).toEqual({ kind: "system", id: null, name: null, role: null });
  expect(items[4]).toMatchObject({
    who: { name: guard.name },
    objects: [{ kind: "camera", id: "c1", name: "Loading bay east" }],
    objectCount: 1,
    address: "10.4.2.22",
  });
});

dbTest("filters by who, what, object, result, time and address, and searches names", async () => {
  await ask({});
  expect(await numbers({ who: [guard.userId] })).toEqual(["1"]);
  expect(await numbers({ who: ["system", guard.userId] })).toEqual(["4", "1"]);
  expect(await numbers({ who: ["stranger"] })).toEqual([]);
  expect(await numbers({ action: ["device.refresh", "sync.request"] })).toEqual(["4", "3", "2"]);
  expect(await numbers({ objectKind: "device", objectId: "d1" })).toEqual(["3", "2"]);
  expect(await numbers({ objectKind: "camera" })).toEqual(["1"]);
  expect(await numbers({ result: ["partly done"] })).toEqual(["3"]);
  expect(await numbers({ address: "10.4.2.22" })).toEqual(["1"]);
  expect(await numbers({ q: "10.4.2.22" })).toEqual(["1"]);
  expect(await numbers({ q: "olafsdottir" })).toEqual(["3", "2"]);
  expect(await numbers({ q: "loading BAY" })).toEqual(["1"]);
  expect(await numbers({ q: "100%" })).toEqual([]);
  const { rows } = await pool().query<{ at: Date }>("SELECT at FROM audit_entry WHERE seq = 3");
  const third = rows[0]?.at.toISOString() ?? "";
  expect(await numbers({ to: third, sort: "time" })).toEqual(["1", "2"]);
  expect((await numbers({ from: third })).slice(-1)).toEqual(["3"]);
  expect(() => AuditQuery.parse({ from: "yesterday" })).toThrow("Give a time such as");
});

dbTest("pages follow each other without gap or repetition while entries are added", async () => {
  await ask({});
  const first = await ask({ limit: "2" });
  await recordAlone("system", { action: "sync.request" });
  const second = await listAudit(auditor, AuditQuery.parse({ limit: "2", cursor: first.nextCursor ?? "" }));
  const third = await listAudit(auditor, AuditQuery.parse({ limit: "2", cursor: second.nextCursor ?? "" }));
  expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual(["5", "4", "3", "2", "1"]);
  expect(third.nextCursor).toBeNull();
});

dbTest("a look is written once in ten minutes of a session, each opened entry by itself", async () => {
  await ask({});
  await ask({ objectKind: "camera", objectId: "c1" });
  await readAuditEntry(auditor, 1);
  await readAuditEntry(auditor, 1);
  await readAuditEntry(auditor, 2);
  const looks = await ask({ action: ["audit.read"], sort: "time" });
  expect(looks.items.map(({ objects }) => objects.map(({ kind, id }) => `${kind} ${id}`))).toEqual([
    [],
    ["entry 1"],
    ["entry 2"],
  ]);
  const again = await make.actor("auditor");
  await ask({}, again);
  expect(await numbers({ action: ["audit.read"], who: [again.userId] })).toHaveLength(1);
});

dbTest("an entry tells its details, its steps and whether it stands as it was written", async () => {
  expect(await readAuditEntry(auditor, 1)).toMatchObject({
    details: { why: "noise" },
    erased: false,
    request: "r1",
    session: guard.sessionId,
    roleName: "guard",
    previousHash: "",
    hashMatches: true,
    steps: [],
    older: null,
    newer: "2",
  });
  const outcome = await readAuditEntry(auditor, 3);
  expect(outcome).toMatchObject({ result: "partly done", code: "DEV000001", hashMatches: true, older: "2" });
  expect(outcome.steps.map(({ id, phase }) => [id, phase])).toEqual([
    ["2", "attempt"],
    ["3", "outcome"],
  ]);
  expect((await readAuditEntry(auditor, 2)).steps.map(({ id }) => id)).toEqual(["2", "3"]);

  await pool().query("DELETE FROM audit_detail WHERE seq = 1; DELETE FROM audit_name");
  await unguarded("UPDATE audit_entry SET at = at - interval '1 second' WHERE seq = 4");
  expect(await readAuditEntry(auditor, 1)).toMatchObject({ details: null, erased: true, who: { name: null } });
  expect(await readAuditEntry(auditor, 4)).toMatchObject({ hashMatches: false });
  await expect(readAuditEntry(auditor, 99)).rejects.toMatchObject({ status: 404 });
});

dbTest("only for those who may, and for nobody who is limited to areas", async () => {
  const limited = await make.actor("auditor", { areaIds: ["a1"] });
  for (const actor of [guard, limited]) {
    await expect(ask({}, actor)).rejects.toMatchObject({ status: 403 });
    await expect(readAuditEntry(actor, 1)).rejects.toMatchObject({ status: 403 });
    await expect(listAuditActors(actor, undefined)).rejects.toMatchObject({ status: 403 });
    await expect(readAuditExportPage(actor, AuditQuery.parse({}))).rejects.toMatchObject({ status: 403 });
  }
});

dbTest("names of people can be found", async () => {
  const { items } = await listAuditActors(auditor, "вознес");
  expect(items).toEqual([{ kind: "user", id: guard.userId, name: guard.name }]);
});

dbTest("an export is written down at its start and holds every entry that the filters leave", async () => {
  for (let i = 0; i < 230; i += 1) await recordAlone("system", { action: "sync.request" });
  await startExport(auditor, { list: "audit", query: { action: "sync.request" }, format: "csv" });
  const rows: AuditExportRow[] = [];
  for (let cursor: string | undefined; ;) {
    const query = AuditQuery.parse({ action: "sync.request", sort: "time", limit: "200", cursor });
    const page = await readAuditExportPage(auditor, query);
    rows.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(rows).toHaveLength(231);
  expect(rows[0]).toMatchObject({ entry: 4, who: "system", what: "Request to synchronise", result: "done" });
  const { items } = await ask({ action: ["audit.export"] });
  expect(items).toMatchObject([{ who: { id: auditor.userId } }]);
});
