/** Every way to tamper with the log, really done by somebody who may switch the triggers off. */
import { mkdtempSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe } from "vitest";
import { pool } from "@/lib/db/client";
import { clearChain, unguarded } from "@/lib/testing/audit";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { transaction } from "@/lib/db/transaction";
import {
  anchorPublicKey,
  appendAnchor,
  isSignedBy,
  olderAnchors,
  readAnchors,
  signAnchor,
  type AnchorLine,
  type SignedAnchor,
} from "./anchors";
import { record, recordAlone } from "./record";
import { checkpointId, verifyChain, type VerifyOptions } from "./verify";

const entries = 12;

beforeEach(async () => {
  await clearChain();
  const actor = await make.actor("administrator");
  for (let i = 1; i <= entries; i += 1) {
    await recordAlone(actor, {
      action: "area.add",
      objects: [{ kind: "area", id: `a${i}`, name: `Area ${i}` }],
      ...(i % 2 === 0 ? { details: { i } } : {}),
    });
  }
});

const told = async (options: VerifyOptions = {}) =>
  (await verifyChain(options)).findings.map(({ kind, seq, to }) =>
    [kind, seq, ...(to === undefined ? [] : [to])].join(" "),
  );

/** As the function that appends does it, for entries that somebody forges. */
const rehash = (from: number) =>
  `DO $$ DECLARE e record; h text; BEGIN
     SELECT coalesce((SELECT hash FROM audit_entry WHERE seq = ${from} - 1), '') INTO h;
     FOR e IN SELECT * FROM audit_entry WHERE seq >= ${from} ORDER BY seq LOOP
       h := audit_hash(h, e.seq, e.at, e.body);
       UPDATE audit_entry SET hash = h WHERE seq = e.seq;
     END LOOP;
     UPDATE audit_head SET seq = (SELECT max(seq) FROM audit_entry), hash = h;
   END $$`;

const forge = (seq: number) => `UPDATE audit_entry SET body = replace(body, '"a${seq}"', '"a0"') WHERE seq = ${seq}`;

dbTest("an untouched chain is intact, from its beginning and from where one stopped", async () => {
  const whole = await verifyChain();
  expect(whole).toMatchObject({ intact: true, checked: entries, findings: [], details: { erased: 0, proven: 6 } });
  expect(whole.through.seq).toBe(entries);
  await recordAlone("system", { action: "audit.verify" });
  expect(await verifyChain({ from: whole.through })).toMatchObject({ intact: true, checked: 1 });
});

dbTest("erased details and names leave the chain whole", async () => {
  await pool().query("DELETE FROM audit_detail WHERE seq = 4; DELETE FROM audit_name");
  expect(await verifyChain()).toMatchObject({ intact: true, details: { erased: 1, proven: 5 } });
});

describe("tampering within the chain", () => {
  const cases: [string, string, string[]][] = [
    ["a body", forge(5), ["edited 5"]],
    ["a time", "UPDATE audit_entry SET at = at + interval '1 second' WHERE seq = 5", ["edited 5"]],
    ["a hash", "UPDATE audit_entry SET hash = repeat('0', 64) WHERE seq = 5", ["edited 5"]],
    ["the last entry", forge(entries), [`edited ${entries}`]],
    ["two entries", `${forge(3)}; ${forge(9)}`, ["edited 3", "edited 9"]],
    [
      "an entry, with a hash that fits it",
      `${forge(5)}; ${rehash(5)
        .replace("h := audit_hash", "IF e.seq > 5 THEN EXIT; END IF; h := audit_hash")
        .replace(/UPDATE audit_head[^;]*;/, "")}`,
      ["edited 6"],
    ],
    ["details", `UPDATE audit_detail SET data = '{"i": 0}' WHERE seq = 6`, ["details 6"]],
    ["details that were never there", `INSERT INTO audit_detail VALUES (5, '', '{"i": 5}')`, ["details 5"]],
    ["one entry away", "DELETE FROM audit_entry WHERE seq = 5", ["deleted 5 5"]],
    ["several entries away", "DELETE FROM audit_entry WHERE seq BETWEEN 5 AND 7", ["deleted 5 7"]],
    ["the beginning away", "DELETE FROM audit_entry WHERE seq < 4", ["deleted 1 3"]],
    [
      "an entry away, and the numbers closed up",
      `DELETE FROM audit_entry WHERE seq = 5; DELETE FROM audit_detail;
       UPDATE audit_entry SET seq = -seq + 1 WHERE seq > 5; UPDATE audit_entry SET seq = -seq WHERE seq < 0`,
      ["deleted 5"],
    ],
    [
      "an entry put in, and the numbers moved up",
      `DELETE FROM audit_detail; UPDATE audit_entry SET seq = -seq - 1 WHERE seq >= 5;
       UPDATE audit_entry SET seq = -seq WHERE seq < 0;
       INSERT INTO audit_entry (seq, at, body, hash) SELECT 5, at, body, hash FROM audit_entry WHERE seq = 4`,
      ["inserted 5"],
    ],
    [
      "neighbours changed places",
      `DELETE FROM audit_detail; UPDATE audit_entry SET seq = -6 WHERE seq = 5; UPDATE audit_entry SET seq = 5 WHERE seq = 6;
       UPDATE audit_entry SET seq = 6 WHERE seq = -6`,
      ["reordered 5", "reordered 6"],
    ],
    [
      "entries far apart changed places",
      `DELETE FROM audit_detail; UPDATE audit_entry SET seq = -9 WHERE seq = 3; UPDATE audit_entry SET seq = 3 WHERE seq = 9;
       UPDATE audit_entry SET seq = 9 WHERE seq = -9`,
      ["reordered 3", "reordered 9"],
    ],
    ["the end away", "DELETE FROM audit_entry WHERE seq > 9", ["cut off 10 12"]],
    ["the last entry away", `DELETE FROM audit_entry WHERE seq = ${entries}`, [`cut off ${entries} ${entries}`]],
    ["everything away", "TRUNCATE audit_entry", [`cut off 1 ${entries}`]],
    [
      "the head back",
      "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_entry WHERE seq = 9)",
      ["head 10 12"],
    ],
    ["the head's hash", "UPDATE audit_head SET hash = repeat('0', 64)", [`edited ${entries}`]],
    ["the head away", "DELETE FROM audit_head", ["head "]],
    [
      "the beginning away, behind a checkpoint of one's own",
      "INSERT INTO audit_checkpoint (seq, hash) SELECT seq, hash FROM audit_entry WHERE seq = 4; DELETE FROM audit_entry WHERE seq <= 4",
      ["cut off 4"],
    ],
    [
      "a column that is generated",
      "ALTER TABLE audit_entry ALTER result DROP EXPRESSION; UPDATE audit_entry SET result = 'denied' WHERE seq = 5",
      ["edited 5"],
    ],
    [
      "an entry in another spelling, with all hashes after it",
      `UPDATE audit_entry SET body = replace(body, '"v":1', '"v": 1') WHERE seq = 5; ${rehash(5)}`,
      ["edited 5"],
    ],
  ];

  dbTest.each(cases)("shows %s", async (what, sql, findings) => {
    await unguarded(sql);
    const { intact } = await verifyChain();
    expect(intact).toBe(false);
    expect(await told(), what).toEqual(findings);
    if (sql.includes("DROP EXPRESSION")) {
      await pool().query(
        `ALTER TABLE audit_entry DROP COLUMN result;
         ALTER TABLE audit_entry ADD COLUMN result text GENERATED ALWAYS AS (body::jsonb ->> 'result') STORED`,
      );
    }
  });
});

dbTest("a trigger that is switched off is a finding of its own", async () => {
  await pool().query("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only");
  try {
    expect(await told()).toEqual(["protection "]);
  } finally {
    await pool().query("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only");
  }
});

dbTest("a clock that was set back is told of, and breaks nothing", async () => {
  await unguarded(`UPDATE audit_entry SET at = at - interval '1 hour' WHERE seq >= 8; ${rehash(8)}`);
  const result = await verifyChain();
  expect(result.intact).toBe(true);
  expect(result.findings).toMatchObject([{ kind: "time", seq: 8, notice: true }]);
});

const file = () => join(mkdtempSync(join(tmpdir(), "gatehouse-anchors-")), "anchors.log");

async function anchor(
  to: string,
  seq: number,
  change: Partial<SignedAnchor> = {},
  size: { fullBytes?: number } = {},
): Promise<void> {
  const { rows } = await pool().query<{ hash: string }>("SELECT hash FROM audit_entry WHERE seq = $1", [seq]);
  const signed = signAnchor({ seq, hash: rows[0]?.hash ?? "", at: "2026-11-23T08:00:00.000Z" });
  await appendAnchor(to, { ...signed, ...change }, size);
}

const against = (from: string) => ({ anchors: { lines: readAnchors(from), publicKey: anchorPublicKey() } });

describe("against anchors", () => {
  dbTest("shows a chain that was forged from an entry on, all hashes made anew", async () => {
    const anchors = file();
    for (const seq of [3, 7, 11]) await anchor(anchors, seq);
    expect(await verifyChain(against(anchors))).toMatchObject({ intact: true, anchors: 3 });
    await unguarded(`${forge(5)}; ${rehash(5)}`);
    expect(await told()).toEqual([]);
    const { findings } = await verifyChain(against(anchors));
    expect(findings).toMatchObject([{ kind: "replaced", from: 4, seq: 7 }]);
  });

  dbTest("shows an end that was cut off together with the head", async () => {
    const anchors = file();
    for (const seq of [4, 12]) await anchor(anchors, seq);
    await unguarded(`DELETE FROM audit_entry WHERE seq > 9; ${rehash(1)}`);
    expect(await told()).toEqual([]);
    expect(await told(against(anchors))).toEqual(["cut off 10 12"]);
  });

  dbTest("shows a log that was emptied and begun anew", async () => {
    const anchors = file();
    await anchor(anchors, 12);
    await clearChain();
    for (let i = 0; i < 20; i += 1) await recordAlone("system", { action: "audit.verify" });
    expect(await told()).toEqual([]);
    expect(await told(against(anchors))).toEqual(["replaced 12"]);
  });

  dbTest("where one stopped must still be what it was", async () => {
    const { through } = await verifyChain();
    await unguarded(`${forge(5)}; ${rehash(5)}`);
    await recordAlone("system", { action: "audit.verify" });
    expect(await told({ from: through })).toEqual([`replaced ${entries}`, "edited 13"]);
  });

  dbTest("takes only what this installation signed, and lives with a line that a crash cut off", async () => {
    const anchors = file();
    await anchor(anchors, 4);
    await appendFile(anchors, '{"seq": 5, "ha');
    await anchor(anchors, 7);
    const { findings, intact } = await verifyChain(against(anchors));
    expect(intact).toBe(true);
    expect(findings).toMatchObject([{ kind: "anchors", notice: true }]);
    await anchor(anchors, 8, { at: "2026-11-23T09:00:00.000Z" });
    expect(await told(against(anchors))).toEqual(["anchors ", "anchors "]);
    const first = (await readAnchors(anchors).next()).value as AnchorLine;
    expect(first.anchor !== null && isSignedBy(first.anchor, anchorPublicKey())).toBe(true);
  });

  dbTest("a full file is put aside and still read, the one before it goes, and the last anchor is found", async () => {
    const anchors = file();
    for (const seq of [2, 4, 6, 8, 10]) await anchor(anchors, seq, {}, { fullBytes: 400 });
    const seqs: (number | undefined)[] = [];
    for await (const line of readAnchors(anchors)) seqs.push(line.anchor?.seq);
    expect(seqs).toEqual([6, 8, 10]);
    expect((await readFile(olderAnchors(anchors), "utf8")).trimEnd().split("\n")).toHaveLength(2);
    expect(await verifyChain(against(anchors))).toMatchObject({ intact: true, anchors: 3, lastAnchor: 10 });
    // What stands before the oldest anchor is covered by it all the same.
    await unguarded(`${forge(3)}; ${rehash(3)}`);
    expect(await told(against(anchors))).toEqual(["replaced 6"]);
  });

  dbTest("no file of anchors is no finding", async () => {
    expect(await verifyChain(against(file()))).toMatchObject({ intact: true, anchors: 0 });
  });
});

dbTest("retention that the chain tells of is no finding, and nothing before it is needed", async () => {
  await unguarded(`UPDATE audit_entry SET at = at - interval '800 days' WHERE seq <= 8; ${rehash(1)}`);
  await transaction(async (tx) => {
    await tx.query("SELECT audit_prune(6)");
    const { rows } = await tx.query<{ seq: string; hash: string }>("SELECT seq, hash FROM audit_checkpoint");
    const cut = { seq: Number(rows[0]?.seq), hash: rows[0]?.hash ?? "" };
    await record(tx, "system", { action: "audit.prune", objects: [{ kind: "checkpoint", id: checkpointId(cut) }] });
  });
  const result = await verifyChain();
  expect(result.findings.filter(({ notice }) => notice !== true)).toEqual([]);
  expect(result).toMatchObject({ intact: true, checked: 7 });
});
