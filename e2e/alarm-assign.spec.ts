/** A guard gives an alarm to somebody who is on duty, found by name. */
import { expect, test } from "@playwright/test";
import type { SessionInfo } from "@/lib/domains/users/schema";
import { arrive, quietAlarms } from "./fixtures/alarms";
import { signIn, whenLive } from "./fixtures/session";

const site = quietAlarms();

test("oneself stands first, then who is on duty, and typing finds anybody", async ({ page, browser }) => {
  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, "Administrator");
  expect((await admin.request.post("/api/on-duty")).ok()).toBe(true);
  const { user } = (await (await admin.request.get("/api/session")).json()) as SessionInfo;

  const [alarm = ""] = await arrive(site.database, [{ sourceName: "Dock three" }]);
  await signIn(page, "Guard", `/alarms/${alarm}`);
  await whenLive(page);
  await page.getByRole("button", { name: "Assign", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^Assign / });
  await dialog.getByRole("button", { name: /^Owner/ }).click();
  const options = page.getByRole("listbox", { name: "People" }).getByRole("option");
  await expect(options.nth(0)).toContainText("(me)");
  await expect(options.filter({ hasText: user.name })).toContainText("on duty");
  // Who may only read alarms cannot own one.
  await expect(options.filter({ hasText: "uditor" })).toHaveCount(0);
  await expect(page.getByRole("searchbox", { name: "Name" })).toBeFocused();
  await page.keyboard.type("zzz");
  await expect(page.getByText(/^Nobody of that name/)).toBeVisible();
  await page.getByRole("searchbox", { name: "Name" }).fill(user.name.slice(0, 5).toUpperCase());
  await options.filter({ hasText: user.name }).click();
  await dialog.getByRole("button", { name: "Assign" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Facts" })).toContainText(user.name);

  expect((await admin.request.delete("/api/on-duty")).ok()).toBe(true);
  await admin.context().close();
});
