/** Keys and secrets that change between two starts: another access key, and the installation's own secret lost. */
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { startGatehouse, type Gatehouse } from "./fixtures/gatehouse";

test.describe.configure({ mode: "serial", timeout: 300_000 });

const port = 4580 + Math.floor(Math.random() * 100);
const folder = mkdtempSync(join(tmpdir(), "gatehouse-account-"));
chmodSync(folder, 0o755);
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (variables: Record<string, string> = {}) =>
  startGatehouse({ PORT: String(port), GATEHOUSE_DATA_DIR: folder, ...variables });

async function stop(gatehouse: Gatehouse): Promise<void> {
  gatehouse.process.kill("SIGTERM");
  expect(await gatehouse.ended).toBe(0);
}

test("another access key is refused until it is accepted on purpose, once", async () => {
  const live = (appKey: string, more: Record<string, string> = {}) =>
    start({ HCC_BASE_URL: "http://127.0.0.1:9", HCC_APP_KEY: appKey, HCC_SECRET_KEY: "sk", ...more });
  const first = await live("the first key");
  expect(first.said()).toContain("Gatehouse is ready");
  await stop(first);

  const refused = await live("the second key");
  expect(await refused.ended).toBe(1);
  const mark = /GATEHOUSE_ACCEPT_INSTALLATION=(\w{8})/.exec(refused.said())?.[1] ?? "";
  expect(mark).not.toBe("");
  expect(refused.said()).not.toContain("the second key");

  const accepted = await live("the second key", { GATEHOUSE_ACCEPT_INSTALLATION: mark });
  expect(accepted.said()).toContain("Gatehouse is ready");
  await stop(accepted);
  const after = await live("the second key");
  expect(after.said()).toContain("Gatehouse is ready");
  await stop(after);
});

test("without its secret it starts, says so, and people sign in again", async ({ browser }) => {
  const before = await start();
  const context = await browser.newContext({ baseURL: `http://localhost:${port}` });
  const page = await context.newPage();
  const signIn = async () => {
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Administrator", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  };
  await signIn();
  await stop(before);

  rmSync(join(folder, "sandbox", "secret"));
  const again = await start();
  expect(again.said()).toContain("The secret of this installation is another one than before");
  expect(existsSync(join(folder, "sandbox", "secret"))).toBe(true);
  expect((await page.request.get("/api/session")).status()).toBe(401);
  await signIn();
  await page.goto("/settings");
  await expect(page.getByText("Own secret")).toBeVisible();
  await context.close();
  await stop(again);
});
