/** The command as an administrator runs it: another process, on a database that it is only told the address of. */
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, vi } from "vitest";
import { anchorFile, appendAnchor, signAnchor } from "@/lib/audit/anchors";
import { recordAlone } from "@/lib/audit/record";
import { pool } from "@/lib/db/client";
import { startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { unguarded } from "@/lib/testing/audit";
import { dbTest, expect } from "@/lib/testing/database";

// Each run is a process that compiles as it goes.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), "gatehouse-audit-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function run(args: string[] = [], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, ["scripts/audit-verify.mjs", ...args], {
    env: { ...process.env, GATEHOUSE_SANDBOX: "", HCC_BASE_URL: "", GATEHOUSE_DATA_DIR: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.err += text));
  return new Promise((done) => child.once("close", (code) => done({ code, ...said })));
}

beforeAll(async () => {
  for (let i = 0; i < 5; i += 1) await recordAlone("system", { action: "audit.verify", details: { i } });
});

dbTest("says that all is well, without a key of the gateway", async () => {
  const { code, out } = await run();
  expect(out).toMatch(
    /^The audit log is intact: 5 entries followed to 5, 0 anchors compared \(key [0-9a-f]{16}\)\.\n$/,
  );
  expect(code).toBe(0);
  const json = await run(["--json"]);
  expect(JSON.parse(json.out)).toMatchObject({ intact: true, checked: 5, findings: [] });
});

dbTest("prints a line for each finding, and ends with 1", async () => {
  const { rows } = await pool().query<{ hash: string }>("SELECT hash FROM audit_entry WHERE seq = 5");
  const kept = join(folder, "kept.log");
  await appendAnchor(kept, signAnchor({ seq: 5, hash: rows[0]?.hash ?? "", at: "2026-11-23T08:00:00.000Z" }));
  await appendAnchor(kept, signAnchor({ seq: 9, hash: "0".repeat(64), at: "2026-11-23T08:01:00.000Z" }));
  await unguarded(`UPDATE audit_entry SET body = replace(body, 'audit', 'x') WHERE seq = 3`);
  const { code, out } = await run(["--anchors", kept]);
  expect(out).toMatch(/^broken {2}entry 3: Entry 3 is not as it was written/m);
  expect(out).toMatch(/^broken {2}entry 6: Entries 6 to 9 are missing at the end/m);
  expect(out).toMatch(/BROKEN: 5 entries followed to 5, 1 anchors compared/);
  expect(code).toBe(1);
});

dbTest(
  "finds the embedded database by itself, stopped and running",
  async () => {
    const own = join(folder, "own");
    const dataDir = join(own, "sandbox", "postgres");
    mkdirSync(join(own, "sandbox"), { recursive: true });
    for (const each of [folder, own, join(own, "sandbox")]) chmodSync(each, 0o755);
    const start = () => startEmbedded({ dataDir, say: () => undefined, durable: false });
    const first = await start();
    try {
      await migrate({ url: first.url, prismaFolder: resolve("prisma") });
    } finally {
      await first.stop();
    }
    const there = { DATABASE_URL: "", GATEHOUSE_DATA_DIR: own };
    const intact = { code: 0, out: expect.stringMatching(/^The audit log is intact: 0 entries/) as string };
    expect(await run([], there), "stopped").toMatchObject(intact);
    const again = await start();
    try {
      expect(await run([], there), "running").toMatchObject(intact);
    } finally {
      await again.stop();
    }
  },
  120_000,
);

dbTest("ends with 2 and one line where there is nothing to read", async () => {
  const nowhere = await run([], { DATABASE_URL: "" });
  expect(nowhere).toMatchObject({ code: 2, out: "" });
  expect(nowhere.err).toMatch(/^There is no installation in .*check GATEHOUSE_DATA_DIR, or set DATABASE_URL\.\n$/);
  expect(await run(["--fast"])).toMatchObject({ code: 2 });
  expect(anchorFile(folder)).toBe(join(folder, "audit-anchors.log"));
});
