import { beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { GatewayError } from "@/lib/gateway/errors";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { canonical, type Json } from "./canonical";
import { digestOf, hashOf, type ChainLink } from "./chain";
import { withOrigin } from "./context";
import { audited, record, recordAlone } from "./record";

interface Row extends ChainLink {
  action: string;
  phase: string;
  result: string;
  actor_id: string | null;
  attempt_of: string | null;
}

async function rows(): Promise<Row[]> {
  const { rows: found } = await pool().query<Omit<Row, "seq"> & { seq: string }>(
    `SELECT *, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM audit_entry ORDER BY seq`,
  );
  return found.map((row) => ({ ...row, seq: Number(row.seq) }));
}

let before = 0;
beforeEach(async () => {
  before = (await rows()).length;
});
const added = async () => (await rows()).slice(before);

const parsed = (row: Row | undefined) => JSON.parse(row?.body ?? "null") as Record<string, unknown>;

dbTest("entries of many writers form one chain without gaps, in commit order", async () => {
  const actor = await make.actor("guard");
  await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      i % 3 === 0
        ? recordAlone(actor, { action: "audit.read", details: { i } })
        : transaction((tx) => record(tx, actor, { action: "area.add", objects: [{ kind: "area", id: `a${i}` }] })),
    ),
  );
  const all = await rows();
  expect(await added()).toHaveLength(60);
  let previous = "";
  for (const [index, row] of all.entries()) {
    expect(row.seq).toBe(index + 1);
    expect(row.hash).toBe(hashOf(previous, row));
    expect(canonical(parsed(row) as Json)).toBe(row.body);
    previous = row.hash;
  }
  const { rows: head } = await pool().query("SELECT seq::int AS seq, hash FROM audit_head");
  expect(head).toEqual([{ seq: all.length, hash: previous }]);
});

dbTest("an entry stands if and only if the change does", async () => {
  const actor = await make.actor();
  const failing = transaction(async (tx) => {
    await record(tx, actor, { action: "area.add" });
    throw new Error("the change failed");
  });
  await expect(failing).rejects.toThrow("the change failed");
  expect(await added()).toEqual([]);
});

dbTest("the database refuses to change, delete or empty what stands there", async () => {
  await recordAlone("system", { action: "audit.verify" });
  for (const sql of [
    "UPDATE audit_entry SET body = '{}'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
    "SET gatehouse.audit_prune = 'on'; DELETE FROM audit_entry",
  ]) {
    await expect(pool().query(sql)).rejects.toThrow("append-only");
  }
  const { rows: pruned } = await pool().query("SELECT audit_prune(1000000)::int AS removed");
  expect(pruned).toEqual([{ removed: 0 }]);
  expect(await added()).toHaveLength(1);
});

dbTest("ids stand in the chain, names and details beside it, secrets nowhere", async () => {
  const actor = await make.actor("administrator", { name: "Jānis Bērziņš" });
  await withOrigin({ requestId: "request-1", address: "192.0.2.7" }, () =>
    recordAlone(actor, {
      action: "device.add",
      objects: [{ kind: "device", id: "d\0 1", name: "Main \ud800 gate" }],
      details: {
        password: "hunter2",
        device: { verifyCode: "ABCDEF", name: "Gate\0", photo: "data:image/png;base64,AAAA", "P-I-N": "1234" },
        face: new Uint8Array([1, 2, 3]),
        link: "data:image/jpeg;base64,BBBB",
        note: "x".repeat(2_000),
      },
    }),
  );
  const [row] = await added();
  const body = parsed(row);
  expect(body).toMatchObject({
    action: "device.add",
    phase: "event",
    result: "done",
    actor: { kind: "user", id: actor.userId, session: actor.sessionId, role: "administrator" },
    objects: [{ kind: "device", id: "d\uFFFD 1" }],
    address: "192.0.2.7",
    request: "request-1",
  });
  const { rows: kept } = await pool().query<{ salt: string; data: Json }>("SELECT * FROM audit_detail WHERE seq = $1", [
    row?.seq,
  ]);
  const { salt = "", data = null } = kept[0] ?? {};
  expect(data).toEqual({
    password: "[secret]",
    device: { verifyCode: "[secret]", name: "Gate\uFFFD", photo: "[secret]", "P-I-N": "[secret]" },
    face: "[bytes]",
    link: "[picture]",
    note: `${"x".repeat(500)}…`,
  });
  expect(body["details"]).toBe(digestOf(salt, data));
  expect(row?.body).not.toMatch(/Jānis|gate|hunter2|1234|ABCDEF/);
  const { rows: names } = await pool().query("SELECT name FROM audit_name WHERE kind = 'user' AND id = $1", [
    actor.userId,
  ]);
  expect(names).toEqual([{ name: "Jānis Bērziņš" }]);
});

const command = { action: "device.refresh", objects: [{ kind: "device", id: "d1" }] } as const;

dbTest("a command is an attempt before and an outcome after", async () => {
  const actor = await make.actor();
  let atSend: Row[] = [];
  const value = await audited(actor, command, {
    send: async () => {
      atSend = await added();
      return "sent";
    },
    judge: () => ({ result: "partly done", code: "DEV000001" }),
    store: async (tx) => void (await tx.query("UPDATE installation SET mode = mode")),
  });
  expect(value).toBe("sent");
  expect(atSend).toMatchObject([{ action: "device.refresh", phase: "attempt", result: "pending" }]);
  expect(await added()).toMatchObject([
    { phase: "attempt" },
    { phase: "outcome", result: "partly done", attempt_of: String(atSend[0]?.seq) },
  ]);
});

dbTest("a command that fails has its outcome too, and its error", async () => {
  const actor = await make.actor();
  const failing = (kind: "timeout" | "refused") =>
    new GatewayError({ endpoint: "devices.refresh", kind, endpointKind: "command", code: "OPEN000555", sent: true });
  for (const kind of ["timeout", "refused"] as const) {
    const sent = audited(actor, command, { send: () => Promise.reject(failing(kind)), judge: () => ({}) });
    await expect(sent).rejects.toMatchObject({ kind });
  }
  const results = (await added()).filter(({ phase }) => phase === "outcome").map(({ result }) => result);
  expect(results[0]).toBe("unknown");
  expect(results).toHaveLength(2);
});

dbTest("a mirror that cannot be written does not take the outcome away", async () => {
  const actor = await make.actor();
  const value = await audited(actor, command, {
    send: () => Promise.resolve(1),
    judge: () => ({ result: "done" }),
    store: () => Promise.reject(new Error("no such table")),
  });
  expect(value).toBe(1);
  expect((await added()).map(({ phase, result }) => `${phase} ${result}`)).toEqual(["attempt pending", "outcome done"]);
});

dbTest("what cannot be written down is not done", async () => {
  const actor = await make.actor();
  await pool().query("ALTER FUNCTION audit_append(text, text, jsonb) RENAME TO audit_append_away");
  try {
    let sent = false;
    const trying = audited(actor, command, {
      send: () => {
        sent = true;
        return Promise.resolve();
      },
      judge: () => ({}),
    });
    await expect(trying).rejects.toMatchObject({ status: 503 });
    expect(sent).toBe(false);
    const changing = transaction(async (tx) => {
      await tx.query("UPDATE installation SET mode = 'changed'");
      await record(tx, actor, { action: "setting.change" });
    });
    await expect(changing).rejects.toMatchObject({ status: 503 });
  } finally {
    await pool().query("ALTER FUNCTION audit_append_away(text, text, jsonb) RENAME TO audit_append");
  }
  expect(await added()).toEqual([]);
});
