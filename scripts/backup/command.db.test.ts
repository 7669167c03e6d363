/** The two commands as a person runs them: each ending has its number and one line, and no secret is in any. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, vi } from "vitest";
import { required } from "@/lib/env";
import { dbTest, expect } from "@/lib/testing/database";
import { fillDatabase, furnish, openFolder, passphrase } from "./fixtures/installation";

// Verifying makes a database server of its own, which takes long on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const folder = openFolder();
const base = join(folder.path, "source");
let made = "";

interface Ended {
  code: number | null;
  lines: string[];
  said: string;
}

function run(args: string[], variables: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, ["scripts/backup.mjs", ...args], {
    env: {
      ...process.env,
      ...{ NODE_OPTIONS: "", HCC_BASE_URL: "", HCC_APP_KEY: "", HCC_SECRET_KEY: "", INIT_CWD: folder.path },
      ...{ DATABASE_URL: required("databaseUrl"), GATEHOUSE_SANDBOX: "1", GATEHOUSE_SECRET: "" },
      ...{ GATEHOUSE_DATA_DIR: base, GATEHOUSE_BACKUP_PASSPHRASE: passphrase, ...variables },
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((done) =>
    child.once("close", (code) =>
      done({
        code,
        said,
        lines: stderr
          .trim()
          .split("\n")
          .filter((line) => line !== ""),
      }),
    ),
  );
}

beforeAll(async () => {
  await fillDatabase(20);
  furnish(join(base, "sandbox"));
});
afterAll(() => folder.remove());

dbTest("a backup is written, verified by restoring, and named after mode and time", async () => {
  const { code, said, lines } = await run(["backup", "--to", "."]);
  expect(lines).toEqual([]);
  expect(code).toBe(0);
  const names = readdirSync(folder.path).filter((name) => name.endsWith(".gatehouse"));
  expect(names).toEqual([expect.stringMatching(/^gatehouse-sandbox-\d{8}T\d{6}Z\.gatehouse$/)]);
  made = join(folder.path, names[0] ?? "");
  expect(said).toContain("restored and compared");
  expect(said).not.toContain(passphrase);

  const verified = await run(["backup", "--verify", made]);
  expect(verified).toMatchObject({ code: 0, lines: [] });
  expect(verified.said).toContain("can be restored");

  const restored = await run(["restore", "--from", made, "--to-data-dir", "other"]);
  expect(restored).toMatchObject({ code: 0, lines: [] });
  expect(existsSync(join(folder.path, "other", "sandbox", "secret"))).toBe(true);
});

dbTest(
  "what cannot be done ends with its number and one line",
  async () => {
    const cases: [string[], Record<string, string>, number, RegExp][] = [
      [["backup"], {}, 2, /--to/],
      [["backup", "--too", "x"], {}, 2, /--too/],
      [["backup", "--to", made], {}, 2, /nothing is overwritten/],
      [["backup", "--to", "x"], { GATEHOUSE_BACKUP_PASSPHRASE: "" }, 2, /GATEHOUSE_BACKUP_PASSPHRASE/],
      [["backup", "--to", "x"], { GATEHOUSE_BACKUP_PASSPHRASE: "short" }, 2, /at least 12/],
      [["backup", "--to", "x"], { DATABASE_URL: "postgresql://a:hunter2@127.0.0.1:9/x" }, 1, /cannot be reached/],
      [["backup", "--to", "x"], { DATABASE_URL: "", GATEHOUSE_DATA_DIR: "/nowhere" }, 5, /no sandbox installation/],
      [["restore"], {}, 2, /--from/],
      [["restore", "--from", "nowhere"], {}, 2, /no file/],
      [["restore", "--from", made], { GATEHOUSE_BACKUP_PASSPHRASE: "another passphrase" }, 3, /does not open/],
      [["restore", "--from", made], {}, 5, /--replace/],
    ];
    writeFileSync(join(folder.path, "letter"), "Dear reader,");
    cases.push([["restore", "--from", "letter"], {}, 4, /no backup/]);
    for (const [args, variables, code, text] of cases) {
      const ended = await run(args, variables);
      expect(ended.lines, args.join(" ")).toEqual([expect.stringMatching(text)]);
      expect(ended.code, args.join(" ")).toBe(code);
      expect(ended.lines[0]).not.toMatch(/hunter2/);
    }
    expect(existsSync(join(folder.path, "x"))).toBe(false);
    expect(existsSync(join(folder.path, "x.part"))).toBe(false);
  },
  120_000,
);
