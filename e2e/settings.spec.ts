/** Settings that are numbers: out of bounds, refused by the server, saved, safe from being lost, and back again. */
import { expect, test, type Page } from "@playwright/test";
import type { SettingKey, SettingList } from "@/lib/domains/settings/terms";
import { signIn, whenLive } from "./fixtures/session";

async function stored(page: Page, key: SettingKey): Promise<number | undefined> {
  const { items } = (await (await page.request.get("/api/settings")).json()) as SettingList;
  return items.find((item) => item.key === key)?.value;
}

async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole("textbox", { name: label, exact: true });
  await field.fill(text);
  await field.press("Tab");
}

test("an administrator changes how long data are kept and when the disk is full", async ({ page }) => {
  await signIn(page, "Administrator");
  await page.goto("/settings/retention");
  await whenLive(page);
  const save = page.getByRole("button", { name: "Save settings" });

  await type(page, "Ended sessions", "0");
  await save.click();
  await expect(page.getByText("Give a whole number from 1 to 3650 (days).")).toBeVisible();
  await expect(page.getByText("1 field needs a change")).toBeVisible();
  expect(await stored(page, "retention.sessions")).toBe(90);

  await type(page, "Ended sessions", "30");
  await type(page, "Warn below this size", "2");
  await save.click();
  await expect(page.getByText("Give more than the 2 GiB at which pictures stop, or lower that first.")).toBeVisible();
  expect(await stored(page, "storage.warn-gib")).toBe(5);

  // Each alone would be refused, in the wrong order.
  await type(page, "Warn below this size", "9");
  await type(page, "Stop pictures below this size", "7");
  await save.click();
  await expect(page.getByText("Settings saved")).toBeVisible();
  expect(await stored(page, "retention.sessions")).toBe(30);
  expect(await stored(page, "storage.warn-gib")).toBe(9);
  expect(await stored(page, "storage.stop-gib")).toBe(7);
  await expect(page.getByText(/^Changed .* by /)).toHaveCount(3);
  await expect(save).toBeFocused();

  // What is typed after saving is at risk again.
  await type(page, "Finished jobs", "60");
  await page.getByRole("tab", { name: "About" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/settings\/retention$/);

  for (const label of ["Ended sessions", "Finished jobs", "Warn below this size", "Stop pictures below this size"]) {
    await page.getByRole("button", { name: new RegExp(`^Back to .*: ${label}$`) }).click();
    await expect(page.getByRole("textbox", { name: label, exact: true })).toBeFocused();
  }
  await save.click();
  await expect(page.getByText(/^Changed .* by /)).toHaveCount(0);
  expect(await stored(page, "storage.warn-gib")).toBe(5);
  expect(await stored(page, "storage.stop-gib")).toBe(2);
  await page.getByRole("tab", { name: "About" }).click();
  await expect(page.getByRole("heading", { name: "This installation" })).toBeVisible();
});
