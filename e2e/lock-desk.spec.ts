/** A shared desk: locked with one press, handed on with two, and covered in every window at once. */
import { expect, test } from "@playwright/test";
import { signIn, whenLive, whenMirrored } from "./fixtures/session";

test("a guard locks, comes back to the same view, and hands the desk on with two presses", async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await signIn(page, "Guard");
  await whenMirrored(page);
  await page.goto("/cameras?state=offline");
  await whenLive(page);
  const other = await context.newPage();
  await other.goto("/doors");
  await whenLive(other);

  await page.bringToFront();
  await page.keyboard.press("ControlOrMeta+Shift+L");
  await expect(page.getByRole("heading", { name: "This desk is locked" })).toBeVisible();
  await expect(other.getByRole("heading", { name: "This desk is locked" })).toBeVisible();
  expect((await page.request.get("/api/cameras")).status()).toBe(423);
  await page.goto("/cameras");
  await expect(page).toHaveURL(/\/locked\?next=%2Fcameras/);
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { name: "This desk is locked" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "This desk is locked" })).toBeVisible();

  await page.goto("/cameras?state=offline");
  await page.getByLabel("Password", { exact: true }).fill("not this one at all");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This password is wrong.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill("gatehouse-demo");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/cameras\?state=offline$/);
  await whenLive(page);

  await page.keyboard.press("ControlOrMeta+Shift+L");
  await expect(page.getByRole("heading", { name: "This desk is locked" })).toBeVisible();
  await page.getByLabel("Password", { exact: true }).focus();
  await page.keyboard.press("ControlOrMeta+Shift+L");
  await page.waitForURL(/\/sign-in\?next=/);
  await page.getByRole("button", { name: "Auditor", exact: true }).click();
  await page.waitForURL(/\/cameras\?state=offline$/);
  await expect(page.getByRole("button", { name: "Your account, Kenji Watanabe" })).toBeVisible();
});
