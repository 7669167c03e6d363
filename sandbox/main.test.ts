import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const running: ReturnType<typeof spawn>[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill("SIGKILL")));

function start(...parameters: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, ...parameters], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  return { child, said, ended: once(child, "exit").then(([code]) => code as number | null) };
}

it("says one line when it listens, and ends at once when asked, kept-alive connections or not", async () => {
  const { child, said, ended } = start("--port", "0", "--app-key", "k");
  await expect.poll(() => said.out, { timeout: 8000 }).toContain("\n");
  expect(said.out).toMatch(/^sandbox ready http:\/\/127\.0\.0\.1:\d+ dataset=small areas=20 cameras=40\n$/);
  const url = /http:\S+/.exec(said.out)?.[0] ?? "";
  expect((await fetch(`${url}/control/stats`)).status).toBe(200);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

it("ends with its parent, on a taken port, and over a wrong argument", async () => {
  const parent = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
  running.push(parent);
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const orphan = start("--port", "0", "--parent-pid", String(parent.pid));
  const second = start("--port", String((taken.address() as AddressInfo).port));
  const third = start("--dataset", "tiny");
  expect(await second.ended).toBe(1);
  expect(second.said.err).toMatch(/^sandbox: 127\.0\.0\.1:\d+ is already in use\n$/);
  expect(await third.ended).toBe(2);
  await expect.poll(() => orphan.said.out, { timeout: 8000 }).toContain("ready");
  parent.kill();
  expect(await orphan.ended).toBe(0);
  taken.close();
}, 20_000);
