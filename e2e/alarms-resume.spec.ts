/** The connection is cut and comes back: a guard is told at once, and no alarm is missed. */
import { expect, test } from "@playwright/test";
import { arrive, quietAlarms } from "./fixtures/alarms";
import { lineTo } from "./fixtures/line";
import { baseURL } from "./playwright.config";
import { signIn, whenLive } from "./fixtures/session";

const site = quietAlarms();

test("a screen that stands still says so, and catches up", async ({ browser }) => {
  test.setTimeout(120_000);
  const line = await lineTo(baseURL);
  const context = await browser.newContext({ baseURL: line.baseURL });
  const page = await context.newPage();
  await arrive(site.database, [{ sourceName: "Before the cut", secondsAgo: 20 }]);
  await signIn(page, "Guard", "/alarms");
  await whenLive(page);
  const grid = page.getByRole("grid", { name: "Alarms" });
  await expect(grid).toContainText("Before the cut");

  line.cut();
  const alarm = page.getByRole("alert").filter({ hasText: "This screen has stood still since" });
  await expect(alarm).toBeVisible({ timeout: 60_000 });
  await expect(alarm).toContainText("New alarms do not appear");
  await arrive(site.database, [{ sourceName: "During the cut", priority: 1 }]);
  await expect(grid).not.toContainText("During the cut");
  await page.getByRole("button", { name: "Silence" }).click();
  await expect(alarm).toBeVisible();

  line.mend();
  await expect(alarm).toHaveCount(0, { timeout: 60_000 });
  await page.getByRole("heading", { level: 1 }).hover();
  await expect(grid).toContainText("During the cut", { timeout: 15_000 });
  await arrive(site.database, [{ sourceName: "After the cut", priority: 1 }]);
  await expect(grid).toContainText("After the cut", { timeout: 15_000 });
  // Told once to those who hear the page, the most urgent at once.
  await expect(page.locator("[aria-live=assertive]").filter({ hasText: "After the cut" })).toHaveCount(1);
  await context.close();
  await line.close();
});
