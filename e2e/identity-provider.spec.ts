/** Signing in with an identity provider, and with a break-glass account when it does not answer. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { startProvider, type TestProvider } from "@/lib/testing/identity-provider";
import { databaseOf } from "./fixtures/database";
import { startGatehouse, type Gatehouse } from "./fixtures/gatehouse";

const port = 4600 + Math.floor(Math.random() * 100);
const folder = mkdtempSync(join(tmpdir(), "gatehouse-provider-"));
const baseURL = `http://localhost:${port}`;
let provider: TestProvider;
let gatehouse: Gatehouse;

test.use({ baseURL });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  chmodSync(folder, 0o755);
  provider = await startProvider(`${baseURL}/api/auth/callback/oidc`);
  gatehouse = await startGatehouse({
    PORT: String(port),
    GATEHOUSE_DATA_DIR: folder,
    GATEHOUSE_OIDC_ISSUER: provider.issuer,
    GATEHOUSE_OIDC_CLIENT_ID: provider.clientId,
    GATEHOUSE_OIDC_CLIENT_SECRET: provider.clientSecret,
    GATEHOUSE_OIDC_ROLE_MAP: JSON.stringify({ guards: "guard" }),
    GATEHOUSE_OIDC_NAME: "the site's own accounts",
    GATEHOUSE_PASSWORD_SIGN_IN: "off",
  });
  expect(gatehouse.said()).toContain("Gatehouse is ready");
});

test.afterAll(async () => {
  gatehouse.process.kill("SIGTERM");
  await gatehouse.ended;
  rmSync(folder, { recursive: true, force: true });
});

test("a person of the provider gets in, one without a group does not, and break-glass works without it", async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  provider.person = { sub: "1", email: "visitor@example.com", name: "A Visitor", groups: [] };
  await page.goto("/sign-in?next=%2Fdoors");
  const button = page.getByRole("button", { name: "Sign in with the site's own accounts" });
  await button.click();
  await expect(page.getByText("Your account there has no role here.")).toBeVisible();

  provider.person = { sub: "2", email: "guard@example.com", name: "Māra Kalniņa", groups: ["guards"] };
  // An open page would go to sign in by itself as soon as it finds its cookie gone.
  await page.goto("about:blank");
  await context.clearCookies();
  await page.goto("/sign-in?next=%2Fdoors");
  await button.click();
  await page.waitForURL((url) => url.pathname === "/doors");
  await expect(page.getByRole("button", { name: "Your account, Māra Kalniņa" })).toBeVisible();
  // Without a password here, the desk is unlocked where it was signed in.
  await page.goto("/account");
  await expect(page.getByRole("heading", { name: "Password" })).toHaveCount(0);
  await page.goto("about:blank");
  await page.request.post("/api/session/lock");
  await page.goto("/doors");
  await page.getByRole("button", { name: "Unlock with the site's own accounts" }).click();
  await page.waitForURL((url) => url.pathname === "/doors");

  // An open page would go to sign in by itself as soon as it finds its cookie gone.
  await page.goto("about:blank");
  await context.clearCookies();
  await provider.stop();
  await page.goto("/sign-in");
  await button.click();
  await expect(page.getByText("The sign-in service does not answer.")).toBeVisible();
  const submit = page.getByRole("button", { name: "Sign in with a password" });
  await page.getByLabel("E-mail").fill("admin@demo.local");
  await page.getByLabel("Password", { exact: true }).fill("gatehouse-demo");
  await submit.click();
  await expect(page.getByText("E-mail or password is wrong.")).toBeVisible();
  const database = await databaseOf(folder);
  await database.query("UPDATE app_user SET break_glass = true WHERE email = 'admin@demo.local'");
  await database.end();
  await page.getByLabel("Password", { exact: true }).fill("gatehouse-demo");
  await submit.click();
  await page.waitForURL((url) => url.pathname === "/");
});
