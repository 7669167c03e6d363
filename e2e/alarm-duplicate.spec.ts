/** A guard resolves an alarm as a duplicate of another; each leads to the other, and paper says so too. */
import { expect, test } from "@playwright/test";
import { arrive, quietAlarms } from "./fixtures/alarms";
import { signIn, whenLive } from "./fixtures/session";

const site = quietAlarms();

test("of one that happened near it, or of any that is found", async ({ page }) => {
  const rule = { ruleId: "perimeter" };
  const [original = "", near = "", far = ""] = await arrive(site.database, [
    { sourceName: "Dock three", secondsAgo: 60, ...rule },
    { sourceName: "Fence north", secondsAgo: 30, ...rule },
    { sourceName: "Gate one" },
  ]);
  await signIn(page, "Guard", `/alarms/${near}`);
  await whenLive(page);
  const opened = page.getByRole("article");
  const dialog = page.getByRole("dialog", { name: /^Resolve / });
  await opened.getByRole("button", { name: "Resolve", exact: true }).click();
  await dialog.getByRole("button", { name: /Turned out to be/ }).click();
  await page.getByRole("option", { name: "Duplicate" }).click();
  await dialog.getByRole("button", { name: /^Duplicate of/ }).click();
  await page.getByRole("option", { name: /Dock three/ }).click();
  await dialog.getByRole("button", { name: "Resolve" }).click();
  await expect(dialog).toHaveCount(0);
  const facts = opened.getByRole("region", { name: "Facts" });
  await facts.getByRole("link", { name: /Dock three/ }).click();
  await expect(page).toHaveURL(new RegExp(`/alarms/${original}`));
  await facts.getByRole("link", { name: /Fence north/ }).click();
  await expect(page).toHaveURL(new RegExp(`/alarms/${near}`));

  await page.goto(`/alarms/${far}`);
  await whenLive(page);
  await opened.getByRole("button", { name: "Resolve", exact: true }).click();
  await dialog.getByRole("button", { name: /Turned out to be/ }).click();
  await page.getByRole("option", { name: "Duplicate" }).click();
  await dialog.getByRole("button", { name: /^Duplicate of/ }).click();
  // Nothing stands near it, so it is searched for, by name or by the other's address.
  await expect(page.getByText(/^No other alarm of this source/)).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Type, source, or an alarm's link" });
  await expect(search).toBeFocused();
  await search.fill("dock thr");
  await expect(page.getByRole("option", { name: /Dock three/ })).toBeVisible();
  await search.fill(new URL(`/alarms/${original}?tab=handled`, page.url()).href);
  await page.getByRole("option", { name: /Dock three/ }).click();
  await dialog.getByRole("button", { name: "Resolve" }).click();
  await expect(facts).toContainText("Duplicate of Motion, Dock three");

  await page.goto(`/alarms/${original}/report`);
  const paper = page.getByRole("region", { name: "Facts" });
  await expect(paper).toContainText("Fence north");
  await expect(paper).toContainText("Gate one");
});
