/** A device, what it is and what hangs on it. */
import { expect, test } from "@playwright/test";
import { signIn, whenMirrored, whenLive } from "./fixtures/session";

test.beforeEach(async ({ page }) => {
  await signIn(page, "Auditor");
  await whenMirrored(page);
});

test("a category narrows the devices, and one of them leads to its doors", async ({ page }) => {
  await page.goto("/devices");
  await whenLive(page);
  const table = page.getByRole("grid", { name: "Devices" });
  await page.getByRole("button", { name: "Category", exact: true }).first().click();
  await page.getByRole("option", { name: "Access control" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/category=accessControllerDevice/);
  await expect(page.getByText("3 devices", { exact: true })).toBeVisible();
  await table.getByRole("row", { name: "Doors Administration" }).press("Enter");

  await expect(page.getByRole("heading", { level: 1 })).toContainText("Doors Administration");
  const facts = page.getByRole("region", { name: "Facts" });
  await expect(facts).toContainText("Access control");
  await expect(facts).toContainText("J72601064");
  await expect(page.getByRole("tab", { name: "Doors 4" })).toHaveAttribute("aria-selected", "true");
  const doors = page.getByRole("grid", { name: "Doors" });
  await doors.getByRole("row", { name: "Server Room 1" }).click();
  const door = page.getByRole("complementary", { name: "Door" });
  await expect(door.getByRole("heading", { name: "Server Room 1" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(door).toHaveCount(0);
});

test("a camera's device leads back to all its cameras", async ({ page }) => {
  await page.goto("/cameras?q=racking aisle 1");
  await whenLive(page);
  const row = page.getByRole("grid", { name: "Cameras" }).getByRole("row", { name: "Racking Aisle 1" });
  await row.getByRole("link", { name: "NVR Warehouse" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("NVR Warehouse");
  await expect(page.getByRole("tab", { name: /^Cameras [1-9]/ })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("grid", { name: "Cameras" }).getByRole("row", { name: "Loading Bay 1" })).toBeVisible();
});

test("a device that is not there says so", async ({ page }) => {
  const response = await page.goto("/devices/there-is-none");
  expect(response?.status()).toBe(404);
  await expect(page.getByText("There is no device with this id")).toBeVisible();
});
