/** Starting, stopping and surviving: a second Gatehouse beside the one the journeys use, without a browser. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { startGatehouse } from "./fixtures/gatehouse";

test.describe.configure({ mode: "serial" });

const port = 4380 + Math.floor(Math.random() * 100);
const folder = mkdtempSync(join(tmpdir(), "gatehouse-process-"));
chmodSync(folder, 0o755);

const start = (variables: Record<string, string> = {}) =>
  startGatehouse({ PORT: String(port), GATEHOUSE_DATA_DIR: folder, ...variables });

/** Processes whose command line or environment names our data folder. */
function ours(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        const text = command + readFileSync(`/proc/${pid}/environ`, "utf8");
        return text.includes(folder) ? [`${pid} ${command}`] : [];
      } catch {
        return []; // It ended while we looked.
      }
    });
}

const answers = async () => (await fetch(`http://localhost:${port}/api/health`)).ok;

test.skip(process.platform !== "linux", "processes are looked up in /proc");
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("it starts, says where it is and who may sign in, and keeps its secrets to itself", async () => {
  const gatehouse = await start();
  expect(gatehouse.said()).toContain(`Gatehouse is ready at http://localhost:${port}`);
  await expect.poll(gatehouse.said).toContain("admin@demo.local");
  expect(await answers()).toBe(true);
  expect(statSync(join(folder, "sandbox", "secret")).mode & 0o077).toBe(0);
  expect(statSync(join(folder, "sandbox", "postgres.password")).mode & 0o077).toBe(0);
  const secret = readFileSync(join(folder, "sandbox", "secret"), "utf8");
  expect(gatehouse.said()).not.toContain(secret);

  const second = await start({ PORT: String(port + 1) });
  expect(await second.ended).toBe(1);
  expect(second.said()).toContain("Gatehouse already runs on");
  expect(await answers()).toBe(true);

  gatehouse.process.kill("SIGTERM");
  expect(await gatehouse.ended).toBe(0);
  expect(ours()).toEqual([]);
  expect(existsSync(join(folder, "sandbox", "postgres", "postmaster.pid"))).toBe(false);
});

test("killed without warning, it comes back; web, worker and sandbox do not outlive it", async () => {
  const first = await start();
  first.process.kill("SIGKILL");
  await first.ended;
  await expect.poll(() => ours().filter((line) => /\.build\//.test(line)), { timeout: 20_000 }).toEqual([]);

  const again = await start();
  expect(again.said()).toContain("Gatehouse is ready");
  expect(await answers()).toBe(true);
  again.process.kill("SIGINT");
  expect(await again.ended).toBe(0);
  expect(ours()).toEqual([]);
});

test("a worker that dies is started again", async () => {
  const gatehouse = await start();
  const worker = () =>
    ours()
      .find((line) => line.includes(".build/worker.js"))
      ?.split(" ")[0];
  const before = worker();
  expect(before).toBeDefined();
  process.kill(Number(before), "SIGKILL");
  await expect.poll(() => worker() !== undefined && worker() !== before, { timeout: 20_000 }).toBe(true);
  gatehouse.process.kill("SIGTERM");
  expect(await gatehouse.ended).toBe(0);
});

test("the data of the sandbox are not taken for live ones", async () => {
  const live = await start({
    HCC_BASE_URL: "http://127.0.0.1:9",
    HCC_APP_KEY: "ak",
    HCC_SECRET_KEY: "sk",
    GATEHOUSE_ADMIN_EMAIL: "first@example.org",
    GATEHOUSE_ADMIN_PASSWORD: "a password that is long",
  });
  expect(live.said()).toContain("Gatehouse is ready");
  expect(live.said()).not.toContain("demo.local");
  expect(existsSync(join(folder, "live", "postgres", "PG_VERSION"))).toBe(true);
  live.process.kill("SIGTERM");
  expect(await live.ended).toBe(0);
});
