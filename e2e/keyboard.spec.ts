/** A shift without a mouse: every step by keyboard, and after each overlay the focus is back where it was. */
import { expect, type Locator, type Page, test } from "@playwright/test";
import { signIn, whenLive, whenMirrored } from "./fixtures/session";

test.setTimeout(180_000);

/** On with Tab until there; in a page of this size nothing is further away. */
async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target, `is reached by ${key}`).toBeFocused();
}

const button = (scope: Page | Locator, name: string | RegExp) =>
  scope.getByRole("button", { name, ...(typeof name === "string" ? { exact: true } : {}) }).first();

test("in by password, past the navigation, and on to a page by the palette", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(button(page, "Sign in")).toBeEnabled();
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.keyboard.type("admin@demo.local");
  await page.keyboard.press("Tab");
  await page.keyboard.type("gatehouse-demo");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await whenMirrored(page);

  await page.goto("/cameras");
  await whenLive(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("searchbox", { name: "Name, serial or area" })).toBeFocused();

  await tabTo(page, button(page, /^Notifications/), "Shift+Tab");
  // Other journeys may have left some.
  await expect(page.getByRole("tooltip")).toHaveText(/^Notifications/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("tooltip")).toHaveCount(0);

  const row = page.getByRole("grid", { name: "Cameras" }).getByRole("row").nth(1);
  await tabTo(page, row);
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys on this page" });
  await expect(help.getByText("Next row")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
  await expect(row).toBeFocused();

  const palette = page.getByRole("dialog", { name: "Search or run a command" });
  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("searchbox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
  await expect(row).toBeFocused();

  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("doors");
  // What the mirror finds arrives meanwhile, and may stand before it.
  const doors = palette.getByRole("menuitem", { name: /^Doors Sites$/ });
  await expect(async () => {
    if ((await doors.getAttribute("data-focused")) === null) await page.keyboard.press("ArrowDown");
    await expect(doors).toHaveAttribute("data-focused", { timeout: 500 });
  }).toPass({ timeout: 15_000 });
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Doors" })).toBeVisible();
});

test("through a list with arrows and j and k, choosing rows and doing something with them", async ({ page }) => {
  await signIn(page, "Administrator", "/devices");
  await whenMirrored(page);
  await page.goto("/devices");
  await whenLive(page);
  const rows = page.getByRole("grid", { name: "Devices" }).getByRole("row");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Name, serial or model" })).toBeFocused();
  await page.keyboard.type("nvr");
  await expect(page).toHaveURL(/q=nvr/);
  await expect(page.getByText("3 devices", { exact: true })).toBeVisible();
  await tabTo(page, rows.nth(1));
  await page.keyboard.press("j");
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(rows.nth(3)).toBeFocused();
  await page.keyboard.press("k");
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(rows.nth(1)).toBeFocused();

  await page.keyboard.press("Space");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(rows.nth(2)).toHaveAttribute("aria-selected", "true");
  const bar = page.getByRole("toolbar", { name: "Chosen rows" });
  await expect(bar).toContainText("2 selected");
  const verb = button(bar, "Refresh state");
  await tabTo(page, verb);
  await page.keyboard.press("Enter");
  const answers = page.getByRole("dialog", { name: "States of the devices" });
  await expect(answers.getByRole("listitem")).toHaveCount(2);
  await expect(button(answers, "Close")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(answers).toHaveCount(0);
  await expect(verb).toBeFocused();

  await tabTo(page, rows.nth(2), "Shift+Tab");
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);
  await expect(rows.nth(2)).toBeFocused();
});

test("filters by chips, and every overlay gives the focus back", async ({ page }) => {
  await signIn(page, "Administrator", "/cameras");
  await whenMirrored(page);
  await page.goto("/cameras");
  await whenLive(page);
  const chip = button(page, /^State/);
  await tabTo(page, chip);
  await page.keyboard.press("Enter");
  const choices = page.getByRole("dialog", { name: "State" });
  await expect(choices.getByRole("option", { name: "Online" })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/state=online/);
  await page.keyboard.press("Escape");
  await expect(choices).toHaveCount(0);
  await expect(chip).toBeFocused();
  await expect(chip).toHaveAccessibleName(/Online/);
  await page.keyboard.press("Tab");
  await expect(button(page, "Clear State")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/state=/);
  await expect(chip).toBeFocused();

  for (const [opener, role, name] of [
    ["Area", "dialog", "Area"],
    ["Filter", "menu", "Filter by"],
    ["Views", "menu", "Views"],
    ["Export", "menu", "Export as"],
    ["Columns", "dialog", "Columns"],
    [/^Notifications/, "dialog", "Notifications"],
    [/^Your account, /, "menu", /^Your account/],
  ] as const) {
    const trigger = button(page, opener);
    await trigger.focus();
    await page.keyboard.press("Enter");
    const opened = page.getByRole(role, { name });
    await expect(opened, String(opener)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(opened, String(opener)).toHaveCount(0);
    await expect(trigger, String(opener)).toBeFocused();
  }

  await page.goto("/doors");
  await whenLive(page);
  const row = page.getByRole("grid", { name: "Doors" }).getByRole("row").nth(1);
  await tabTo(page, row);
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("complementary", { name: "Door" });
  await expect(drawer).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
  await expect(row).toBeFocused();
});

test("opens a device, changes its name, and deletes it after saying so", async ({ page }) => {
  await signIn(page, "Administrator", "/devices");
  await whenMirrored(page);
  const zones = await page.request.get("/api/time-zones?limit=1");
  const { items } = (await zones.json()) as { items: { id: string }[] };
  const added = await page.request.post("/api/devices", {
    data: {
      category: "encodingDevice",
      timeZone: { id: items[0]?.id, applyToDevice: false },
      importTo: "none",
      devices: [{ name: "Keyboard recorder", serial: "S10000002", verifyCode: "GHIJKL" }],
    },
  });
  expect(added.ok(), await added.text()).toBe(true);
  await page.goto("/devices?q=keyboard");
  await whenLive(page);
  const row = page.getByRole("grid", { name: "Devices" }).getByRole("row", { name: "Keyboard recorder" });
  await tabTo(page, row);
  await page.keyboard.press("Enter");
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText("Keyboard recorder");

  const edit = button(page, "Edit");
  await tabTo(page, edit);
  await page.keyboard.press("Enter");
  const form = page.getByRole("dialog", { name: "Edit device" });
  const name = form.getByRole("textbox", { name: "Name", exact: true });
  await expect(name).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Typed recorder");
  await page.keyboard.press("Escape");
  const leave = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await expect(button(leave, "Cancel")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(leave).toHaveCount(0);
  await expect(name).toBeFocused();
  await expect(name).toHaveValue("Typed recorder");
  await page.keyboard.press("Enter");
  await expect(form).toHaveCount(0);
  await expect(heading).toContainText("Typed recorder");
  await expect(edit).toBeFocused();

  const remove = button(page, "Delete");
  await tabTo(page, remove);
  await page.keyboard.press("Enter");
  const question = page.getByRole("alertdialog", { name: "Delete Typed recorder?" });
  await expect(button(question, "Cancel")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  await expect(remove).toBeFocused();
  await page.keyboard.press("Enter");
  const confirm = button(question, "Delete device");
  await expect(confirm).toBeEnabled();
  await tabTo(page, confirm);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/devices");
  await expect(page.getByText("Device deleted")).toBeVisible();
});
