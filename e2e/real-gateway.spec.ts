/** The main job on real input: keys are set, the first administrator is made, a site is browsed. */
import { expect, test } from "@playwright/test";
import { startLive, type Live } from "./fixtures/live";
import { whenLive } from "./fixtures/session";

test.describe.configure({ mode: "serial" });

const port = 4500 + Math.floor(Math.random() * 100);
const keys = { appKey: "key-of-the-customer", secretKey: "secret-of-the-customer" };
let live: Live;

test.use({ baseURL: `http://localhost:${port}` });

test.beforeAll(async () => {
  live = await startLive(port, keys);
  expect(live.gatehouse.said()).toContain("Gatehouse is ready");
});

test.afterAll(() => live.stop());

test("a newcomer sets up the first administrator, once, and browses the site", async ({ page, request }) => {
  expect(live.gatehouse.said()).not.toContain("demo.local");
  await page.goto("/");
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByLabel("Name").fill("Žanete Ķirse");
  await page.getByLabel("E-mail").fill("zanete@example.org");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: /create/i }).click();
  await expect(page.getByText(/at least 12 characters/i).first()).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Žanete Ķirse");
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.getByRole("button", { name: /create/i }).click();

  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await expect(page.getByText("Sandbox:")).toHaveCount(0);
  // The number of what is offline may stand behind the name.
  const pages = page.getByRole("navigation", { name: "Console" });
  await pages.getByRole("link", { name: /^Cameras(,|$)/ }).click();
  await expect(page.getByText("40 cameras").first()).toBeVisible({ timeout: 30_000 });

  const again = await request.post("/api/setup", {
    data: { name: "Second", email: "second@example.org", password: "a long enough password" },
  });
  expect(again.status()).toBe(409);
});

test("demo users cannot sign in here", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Administrator" })).toHaveCount(0);
  await page.getByLabel("E-mail").fill("admin@demo.local");
  await page.getByLabel("Password").fill("gatehouse-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("E-mail or password is wrong")).toBeVisible();
});

test("the connection test says that all is well, and never shows a key", async ({ page }) => {
  await page.goto("/sign-in?next=/settings");
  await page.getByLabel("E-mail").fill("zanete@example.org");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await whenLive(page);
  const answers: Promise<string>[] = [];
  page.on("response", (response) => answers.push(response.text().catch(() => "")));
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("The connection works.")).toBeVisible();
  for (const text of [await page.content(), ...(await Promise.all(answers))]) {
    expect(text).not.toContain(keys.secretKey);
    expect(text).not.toContain(keys.appKey);
  }
});
