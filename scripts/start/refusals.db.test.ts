import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-refusals-"));
let taken: Server;
let takenPort = 0;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  taken = createServer();
  await new Promise<void>((done) => taken.listen(0, done));
  const address = taken.address();
  takenPort = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(async () => {
  await new Promise((done) => taken.close(done));
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the start script with these variables alone, and returns what it said and how it ended. */
function start(variables: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  const blank = { DATABASE_URL: "", HCC_BASE_URL: "", HCC_APP_KEY: "", HCC_SECRET_KEY: "", GATEHOUSE_SANDBOX: "" };
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: resolve(import.meta.dirname, "../.."),
    env: { ...process.env, ...blank, NODE_OPTIONS: "", PORT: "0", GATEHOUSE_DATA_DIR: folder, ...variables },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((done) => child.once("exit", (code) => done({ code, stderr: stderr.trim() })));
}

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

describe("a start that cannot go on says so in one line and ends with 1", () => {
  test("the port is taken", async () => {
    const { code, stderr } = await start({ PORT: String(takenPort) });
    expect(code).toBe(1);
    expect(lines(stderr)).toEqual([
      `Port ${takenPort} is taken by another program. Stop it, or choose another port: PORT=${takenPort + 1} npm start`,
    ]);
  });

  test("the keys are set by half", async () => {
    const { code, stderr } = await start({ PORT: "4999", HCC_APP_KEY: "ak" });
    expect(code).toBe(1);
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr).toContain("HCC_BASE_URL and HCC_SECRET_KEY are missing");
  });

  test("the data folder cannot be written", async () => {
    // A file where the folder should be stops root as well, whom rights do not.
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const { code, stderr } = await start({ PORT: "4999", GATEHOUSE_DATA_DIR: file });
    expect(code).toBe(1);
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr).toMatch(
      /^The data folder .+ cannot be written \(ENOTDIR|^The data folder .+ cannot be written \(EEXIST/,
    );
    expect(stderr).toContain("GATEHOUSE_DATA_DIR");
  });

  test("the database cannot be reached, and its password is not repeated", async () => {
    const { code, stderr } = await start({
      PORT: "4999",
      DATABASE_URL: "postgresql://someone:hunter2@127.0.0.1:9/gatehouse",
      GATEHOUSE_SANDBOX: "1",
    });
    expect(code).toBe(1);
    expect(lines(stderr)).toEqual([
      "The database gatehouse at 127.0.0.1:9 cannot be reached (ECONNREFUSED): check DATABASE_URL and the server.",
    ]);
  });

  test("Node is too old", async () => {
    const preload = join(folder, "old-node.cjs");
    writeFileSync(preload, "Object.defineProperty(process.versions, 'node', { value: '20.18.3' });");
    const { code, stderr } = await start({ NODE_OPTIONS: `--require ${preload}` });
    expect(code).toBe(1);
    expect(lines(stderr)).toEqual([
      "Gatehouse needs Node.js 20.19 or newer; this is 20.18.3. Install a newer one and try again.",
    ]);
  });
});
