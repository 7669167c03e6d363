/** From the invitation to codes at sign-in, and the proof that dangerous things ask for. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import type pg from "pg";
import { databaseOf } from "./fixtures/database";

const email = "liga@example.com";
const password = "a quiet harbour at noon";
let database: pg.Client;

test.beforeAll(async () => {
  database = await databaseOf(process.env["GATEHOUSE_E2E_FOLDER"] ?? "");
});
test.afterAll(() => database.end());

/** As an administrator's invitation leaves it. */
async function invited(): Promise<string> {
  const [id, token] = [randomUUID(), randomBytes(32).toString("base64url")];
  await database.query("INSERT INTO app_user (id, email, name, role) VALUES ($1, $2, 'Līga', 'guard')", [id, email]);
  await database.query(
    `INSERT INTO user_link (id, user_id, kind, token_hash, expires_at)
     VALUES ($1, $2, 'invite', $3, now() + interval '1 day')`,
    [randomUUID(), id, createHash("sha256").update(token).digest("hex")],
  );
  return token;
}

async function signInByHand(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("an invited person gets in, sets up codes, and confirms who they are", async ({ page }) => {
  test.setTimeout(240_000);
  const token = await invited();
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url(), request.headers()["referer"] ?? ""));
  await page.goto(`/welcome#${token}`);
  await expect(page.getByText(email)).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill("password1234");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("in the list of the ones used most")).toBeVisible({ timeout: 15_000 });
  await page.getByLabel("Name").fill("Līga Ozola");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL((url) => url.pathname === "/");
  await page.goto(`/welcome#${token}`);
  await expect(page.getByText("This link is not good any more")).toBeVisible();
  // Neither an address that a server or proxy writes down held the token, nor our own log.
  expect(addresses.some((address) => new URL(address, "http://none").pathname === "/welcome")).toBe(true);
  expect(addresses.filter((address) => address.split("#")[0]?.includes(token))).toEqual([]);
  const log = readFileSync(join(process.env["GATEHOUSE_E2E_FOLDER"] ?? "", "sandbox", "gatehouse.log"), "utf8");
  expect(log).toContain("link-used");
  // The password that was too common is told without itself.
  expect(log).toMatch(/"instance":"\/api\/welcome","status":422,.*"a request was refused"/);
  expect(log).not.toContain("password1234");
  expect(log).not.toContain(token);

  await page.goto("/account");
  await expect(page.getByLabel("Name")).toHaveValue("Līga Ozola");
  await page.getByRole("button", { name: /^Set up an authenticator app/ }).click();
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  const key = (await page.getByText(/^[A-Z2-7 ]{39}$/).textContent()) ?? "";
  const app = new TOTP({ secret: Secret.fromBase32(key.replaceAll(" ", "")) });
  await page.getByLabel("Code that the app shows now").fill(app.generate());
  await page.getByRole("button", { name: "Switch codes on" }).click();
  const codes = page.getByRole("dialog", { name: "Your recovery codes" });
  await expect(codes.getByRole("listitem")).toHaveCount(10);
  const [first = ""] = await codes.getByRole("listitem").allTextContents();
  await codes.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes left")).toBeVisible();

  await page.getByRole("button", { name: /^Your account, / }).click();
  const signedOut = page.waitForResponse((response) => response.url().endsWith("/api/auth/signout"));
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  expect((await (await signedOut).allHeaders())["clear-site-data"]).toBe('"cache", "storage"');
  await page.waitForURL(/\/sign-in/);
  await signInByHand(page);
  await page.getByLabel("Code", { exact: true }).fill(first.replace(/^./, (letter) => (letter === "x" ? "y" : "x")));
  await page.keyboard.press("Enter");
  await expect(page.getByText("This code is wrong, or was used before.")).toBeVisible();
  // The next one, which the clocks may be apart for: the present one was used up above.
  await page.getByLabel("Code", { exact: true }).fill(app.generate({ timestamp: Date.now() + 30_000 }));
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/");

  // Six minutes later, what is dangerous asks again, and what was begun goes on.
  await database.query(
    `UPDATE session SET stepped_up_at = stepped_up_at - interval '6 minutes'
      WHERE user_id = (SELECT id FROM app_user WHERE email = $1)`,
    [email],
  );
  await page.goto("/account");
  await page.getByRole("button", { name: /^Make new recovery codes/ }).click();
  await page.getByRole("button", { name: "Make new codes" }).click();
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  await proof.getByLabel("Password", { exact: true }).fill("not this one at all");
  await page.keyboard.press("Enter");
  await expect(proof.getByText("This password is wrong.")).toBeVisible();
  await proof.getByRole("button", { name: "Use a code instead" }).click();
  await proof.getByLabel("Code", { exact: true }).fill(first);
  await page.keyboard.press("Enter");
  await expect(codes.getByRole("listitem")).toHaveCount(10);
  await expect(codes).not.toContainText(first);
});
