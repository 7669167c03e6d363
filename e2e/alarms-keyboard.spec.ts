/** A guard takes an alarm, notes, resolves and goes on to the next, by keyboard alone. */
import { expect, test } from "@playwright/test";
import { arrive, noAlarms, quietAlarms } from "./fixtures/alarms";
import { signIn, whenLive } from "./fixtures/session";

const site = quietAlarms();

test("takes, notes, resolves and goes on", async ({ page }) => {
  const [first = ""] = await arrive(site.database, [
    { sourceName: "Dock three", priority: 1, secondsAgo: 30 },
    { sourceName: "Fence north", priority: 2, secondsAgo: 60 },
    { sourceName: "Gate one", priority: 3, secondsAgo: 90 },
  ]);
  await signIn(page, "Guard", "/alarms");
  await whenLive(page);
  const rows = page.getByRole("grid", { name: "Alarms" }).getByRole("row");
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toContainText("Dock three");

  // Any key of the queue works from where the page begins.
  await page.keyboard.press("k");
  await expect(rows.nth(0)).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`/alarms/${first}`));
  const opened = page.getByRole("article", { name: /Dock three/ });
  await expect(opened.getByText("New", { exact: true })).toBeVisible();

  await page.keyboard.press("a");
  await expect(opened.getByText("Acknowledged", { exact: true }).first()).toBeVisible();
  await expect(rows.nth(0)).toBeFocused();
  const trail = opened.getByRole("list", { name: "Trail" });
  await expect(trail).toContainText("Acknowledged by");

  await page.keyboard.press("n");
  const note = opened.getByRole("textbox", { name: "Note" });
  await expect(note).toBeFocused();
  await page.keyboard.type("The supervisor says it is the night crew.");
  await page.keyboard.press("Enter");
  await expect(trail).toContainText("night crew");
  await expect(note).toHaveValue("");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(rows.nth(0)).toBeFocused();

  await page.keyboard.press("r");
  const asked = page.getByRole("dialog", { name: /^Resolve / });
  await expect(asked).toBeVisible();
  await page.keyboard.press("Tab");
  await asked.getByRole("textbox", { name: /Note/ }).focus();
  await page.keyboard.type("Staff");
  await asked.getByRole("button", { name: "Resolve" }).focus();
  await page.keyboard.press("Enter");
  await expect(asked).toHaveCount(0);
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText("Fence north");
  await expect(opened.getByText("Resolved", { exact: true }).first()).toBeVisible();

  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect(rows.nth(0)).toBeFocused();
  await expect(page.getByRole("article", { name: /Fence north/ })).toBeVisible();

  await page.getByRole("tab", { name: /Handled today/ }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows.nth(0)).toContainText("Dock three");
});

test("chooses several and acknowledges them with one note", async ({ page }) => {
  await noAlarms(site.database);
  await arrive(site.database, [{ sourceName: "One" }, { sourceName: "Two" }, { sourceName: "Three" }]);
  await signIn(page, "Guard", "/alarms");
  await whenLive(page);
  const rows = page.getByRole("grid", { name: "Alarms" }).getByRole("row");
  await expect(rows).toHaveCount(3);
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByRole("toolbar", { name: "Chosen rows" })).toContainText("2 selected");
  await page.keyboard.press("a");
  const asked = page.getByRole("dialog", { name: "Acknowledge 2 alarms" });
  await asked.getByRole("textbox", { name: /Note/ }).focus();
  await page.keyboard.type("Test of the new fence");
  await asked.getByRole("button", { name: "Acknowledge" }).focus();
  await page.keyboard.press("Enter");
  await expect(asked).toHaveCount(0);
  await expect(page.getByRole("toolbar", { name: "Chosen rows" })).toHaveCount(0);
  await expect(rows.filter({ hasText: "Acknowledged" })).toHaveCount(2);
  await expect(async () => {
    const { rows: notes } = await site.database.query("SELECT 1 FROM alarm_entry WHERE note = 'Test of the new fence'");
    expect(notes).toHaveLength(2);
  }).toPass();
});
