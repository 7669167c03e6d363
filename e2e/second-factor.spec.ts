/** A role that must have codes: its people set them up before anything else, and then go where they wanted to. */
import { randomUUID } from "node:crypto";
import { hashSync } from "@node-rs/argon2";
import { expect, type Page, test } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { databaseOf } from "./fixtures/database";
import { signIn } from "./fixtures/session";

const email = "porter@example.com";
const password = "tall lanterns over harbour";

async function rule(page: Page, how: "must" | "choice"): Promise<void> {
  await page.goto("/settings/roles");
  // The box itself is drawn; what is pressed is the cell around it.
  await page
    .getByRole("cell")
    .filter({ has: page.getByRole("checkbox", { name: /^Auditor:/ }) })
    .locator("label")
    .click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: `Make codes a ${how}` })
    .click();
  await expect(page.getByText(`Codes are a ${how} now`)).toBeVisible();
}

test("people of a role that must have codes are led to set them up", async ({ page, browser }) => {
  test.setTimeout(180_000);
  const database = await databaseOf(process.env["GATEHOUSE_E2E_FOLDER"] ?? "");
  await database.query(
    `INSERT INTO app_user (id, email, name, role, password_hash) VALUES ($1, $2, 'Ada Porter', 'auditor', $3)`,
    [randomUUID(), email, hashSync(password)],
  );
  await database.end();
  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto("/sign-in?next=%2Fdoors");
  await theirs.getByLabel("E-mail").fill(email);
  await theirs.getByLabel("Password", { exact: true }).fill(password);
  await theirs.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: "Doors" })).toBeVisible();

  await signIn(page, "Administrator", "/settings/roles");
  await rule(page, "must");
  // The page that is open is left by itself.
  await theirs.waitForURL(/\/second-factor\?next=%2Fdoors/);
  await expect(theirs.getByRole("heading", { name: "Set up codes first" })).toBeVisible();
  expect((await theirs.request.get("/api/doors")).status()).toBe(403);
  await theirs.goto("/cameras?state=offline");
  await theirs.waitForURL(/\/second-factor\?next=%2Fcameras%3Fstate%3Doffline/);

  await theirs.getByRole("button", { name: /^Set up an authenticator app/ }).click();
  const key = (await theirs.getByText(/^[A-Z2-7 ]{39}$/).textContent()) ?? "";
  const app = new TOTP({ secret: Secret.fromBase32(key.replaceAll(" ", "")) });
  await theirs.getByLabel("Code that the app shows now").fill(app.generate());
  await theirs.getByRole("button", { name: "Switch codes on" }).click();
  const codes = theirs.getByRole("dialog", { name: "Your recovery codes" });
  await expect(codes.getByRole("listitem")).toHaveCount(10);
  await codes.getByRole("button", { name: "I have kept them" }).click();
  await theirs.waitForURL(/\/cameras\?state=offline/);
  await expect(theirs.getByRole("heading", { level: 1, name: "Cameras" })).toBeVisible();

  await theirs.goto("/account");
  await theirs.getByRole("button", { name: "Switch off…" }).click();
  await expect(theirs.getByText(/Your role must have codes/)).toBeVisible();
  await rule(page, "choice");
});
