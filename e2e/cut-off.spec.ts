/** Parts of a page come when they are needed: a network that is cut just then must not take with it what is there. */
import { expect, test } from "@playwright/test";
import { signIn, whenLive } from "./fixtures/session";

const parts = "**/_next/static/chunks/**";

test("what is asked for while the network is cut opens once it is back, and the page stands meanwhile", async ({
  page,
}) => {
  await signIn(page, "Administrator", "/cameras");
  await whenLive(page);
  await page.context().setOffline(true);
  const failed = page.waitForEvent("requestfailed", (request) => request.url().includes("/_next/static/chunks/"));
  await page.getByRole("button", { name: "Columns" }).click();
  await failed;
  // Long enough for the runtime's own second attempt.
  await page.waitForTimeout(2_000);
  await expect(page.getByRole("heading", { level: 1, name: "Cameras" })).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByRole("dialog", { name: "Columns" })).toBeVisible();
});

test("a page that is older than its server says so, and is loaded anew", async ({ page }) => {
  await signIn(page, "Administrator", "/cameras");
  await whenLive(page);
  await page.route(parts, (route) => route.fulfill({ status: 404, body: "" }));
  await page.getByRole("button", { name: "Columns" }).click();
  await expect(page.getByText("This page could not be shown")).toBeVisible();
  await page.unroute(parts);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Cameras" })).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).click();
  await expect(page.getByRole("dialog", { name: "Columns" })).toBeVisible();
});
