/** The command palette and the help for keys, by keyboard alone. */
import { expect, type Page, test } from "@playwright/test";
import { signIn, whenMirrored, whenLive } from "./fixtures/session";

/** Down to the entry of that name, and in. */
async function walkTo(page: Page, name: RegExp) {
  const item = page.getByRole("dialog").getByRole("menuitem", { name }).first();
  await expect(item).toBeVisible();
  await expect(async () => {
    if ((await item.getAttribute("data-focused")) === null) await page.keyboard.press("ArrowDown");
    await expect(item).toHaveAttribute("data-focused", { timeout: 500 });
  }).toPass();
  await page.keyboard.press("Enter");
}

test("Ctrl K finds pages, things and actions; Enter goes there", async ({ page }) => {
  await signIn(page, "Administrator");
  await whenMirrored(page);
  await page.goto("/");
  await whenLive(page);
  const palette = page.getByRole("dialog", { name: "Search or run a command" });

  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("devic");
  await walkTo(page, /^Devices Sites$/);
  await expect(page).toHaveURL(/\/devices$/);
  await whenLive(page);

  await page.keyboard.press("Control+k");
  await page.keyboard.type("racking aisle 1");
  await walkTo(page, /^Racking Aisle 1 /);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Racking Aisle 1");

  await page.keyboard.press("Control+k");
  await page.keyboard.type("staff entrance");
  await expect(palette.getByRole("group", { name: "Doors" })).toBeVisible();
  await walkTo(page, /^Staff Entrance /);
  await expect(page.getByRole("complementary", { name: "Door" })).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("dark theme");
  await walkTo(page, /^Switch to the dark theme/);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

  await page.keyboard.press("Control+k");
  await page.keyboard.type("nothing is called this");
  await expect(palette.getByText("Nothing of that name")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
});

test("what a role may not read is not found", async ({ page }) => {
  await signIn(page, "Receptionist");
  await whenMirrored(page);
  await whenLive(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("entrance");
  const palette = page.getByRole("dialog", { name: "Search or run a command" });
  await expect(palette.getByRole("group", { name: "Doors" })).toBeVisible();
  await expect(palette.getByRole("group", { name: "Cameras" })).toHaveCount(0);
});

test("? shows the keys of the page, and keys of one sign can be switched off", async ({ page }) => {
  await signIn(page, "Administrator");
  await page.goto("/cameras");
  await whenLive(page);
  const help = page.getByRole("dialog", { name: "Keys on this page" });
  await page.keyboard.press("?");
  await expect(help.getByText("Search the list")).toBeVisible();
  await help.getByText("Keys of one letter or sign").click();
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);

  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).not.toBeFocused();
  await page.reload();
  await whenLive(page);
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search or run a command" })).toBeVisible();
  await expect(help).toHaveCount(0);
});
