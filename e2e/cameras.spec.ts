/** Finding a camera: by words, by filters, in order, as pictures, with the keyboard, and by a link somebody sent. */
import { expect, test } from "@playwright/test";
import { sandboxOf } from "./fixtures/sandbox";
import { signIn, whenMirrored, whenLive } from "./fixtures/session";

interface Camera {
  id: string;
  name: string;
  state: string;
  device: { serial: string | null } | null;
}

test.beforeEach(async ({ page }) => {
  await signIn(page, "Administrator");
  await whenMirrored(page);
  await page.goto("/cameras");
  await whenLive(page);
});

test("words narrow the list, land in the address, and a link shows the same to a colleague", async ({
  page,
  browser,
}) => {
  const table = page.getByRole("grid", { name: "Cameras" });
  await expect(page).toHaveTitle("Cameras · Gatehouse");
  await expect(page.getByText("40 cameras", { exact: true })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("cafe");
  await expect(table.getByRole("row", { name: "Stairwell – O'Brien's Café" })).toBeVisible();
  await expect(page.getByText("1 camera", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/[?&]q=cafe/);
  const link = page.url();

  const colleague = await browser.newPage();
  await signIn(colleague, "Guard");
  await colleague.goto(link);
  const theirs = colleague.getByRole("grid", { name: "Cameras" });
  await expect(theirs.getByRole("row", { name: "Stairwell – O'Brien's Café" })).toBeVisible();
  await expect(colleague.getByText("1 camera", { exact: true })).toBeVisible();
  await colleague.close();

  await page.getByRole("searchbox").fill("nothing is called this");
  await expect(page.getByText("No cameras match")).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filters" }).click();
  await expect(page.getByText("40 cameras", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/\/cameras$/);
});

test("the list is there on arrival, before any script runs", async ({ browser, page }) => {
  const storageState = await page.context().storageState();
  const context = await browser.newContext({ javaScriptEnabled: false, storageState });
  const bare = await context.newPage();
  await bare.goto("/cameras?q=cafe");
  await expect(bare.getByRole("row", { name: "Stairwell – O'Brien's Café" })).toBeVisible();
  await context.close();
});

test("state and area filter, and the heads sort", async ({ page }) => {
  const table = page.getByRole("grid", { name: "Cameras" });
  const sandbox = await sandboxOf(page);
  const away = table.getByRole("row", { name: "Corridor East" });
  const { items } = (await (await page.request.get("/api/cameras?q=Corridor East")).json()) as { items: Camera[] };
  await sandbox.post(`cameras/${items[0]?.id}/offline`);
  await page.getByRole("button", { name: "refresh" }).click();
  await expect(away).toContainText("Offline", { timeout: 15_000 });

  await page.getByRole("button", { name: "State", exact: true }).first().click();
  await page.getByRole("option", { name: "Offline" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/state=offline/);
  await expect(table.getByText("Online", { exact: true })).toHaveCount(0);
  await expect(away).toBeVisible();
  await sandbox.post(`cameras/${items[0]?.id}/online`);
  await page.getByRole("button", { name: "Clear State" }).click();

  await page.getByRole("button", { name: "Area", exact: true }).first().click();
  const tree = page.getByRole("treegrid", { name: "Areas" });
  await page.getByRole("searchbox", { name: "Find an area" }).fill("loading");
  await tree.getByRole("row", { name: "Loading Bays" }).click();
  await expect(page.getByText("Area: Loading Bays")).toBeVisible();
  await expect(page.getByText("4 cameras", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/areaId=/);

  await table.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
  await expect(page).toHaveURL(/sort=-name/);
  // What was there stays until the new order is.
  await expect(async () => {
    const names = await table.getByRole("rowheader").allInnerTexts();
    expect(names).toEqual([...names].sort().reverse());
  }).toPass();
});

test("j, k and Enter walk to a camera and open it; Back returns to the list as it was", async ({ page }) => {
  const table = page.getByRole("grid", { name: "Cameras" });
  await page.getByRole("searchbox").fill("racking aisle");
  await expect(page.getByText("2 cameras", { exact: true })).toBeVisible();
  const [first, second] = [table.getByRole("row").nth(1), table.getByRole("row").nth(2)];
  await first.focus();
  await page.keyboard.press("j");
  await expect(second).toBeFocused();
  await page.keyboard.press("k");
  await expect(first).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Racking Aisle 1");
  await expect(page).toHaveTitle("Racking Aisle 1 · Gatehouse");
  await expect(page.getByRole("region", { name: "Facts" })).toContainText("High-Bay Racking");
  await page.getByRole("link", { name: "High-Bay Racking" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "High-Bay Racking" })).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/cameras\?q=racking/);
  await expect(page.getByText("2 cameras", { exact: true })).toBeVisible();
});

test("pictures come by themselves, and what has none says why", async ({ page }) => {
  await page.getByRole("radio", { name: "Grid" }).click();
  await expect(page).toHaveURL(/view=grid/);
  const list = page.getByRole("list", { name: "Cameras" });
  const picture = list.getByRole("img", { name: "Last picture of Corridor East", exact: true });
  await expect(picture).toBeVisible({ timeout: 30_000 });
  await expect(async () => {
    expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  }).toPass();
  const encrypted = list.getByRole("button", { name: "Server Room 1 (encrypted)" });
  await encrypted.scrollIntoViewIfNeeded();
  await expect(encrypted).toContainText("Encrypted", { timeout: 30_000 });
});

test("a camera that goes offline changes on the open page by itself", async ({ page, browser }) => {
  const sandbox = await sandboxOf(page);
  const name = "Reception Desk";
  const { items } = (await (await page.request.get(`/api/cameras?q=${name}`)).json()) as { items: Camera[] };
  const camera = items.find((each) => each.name === name);
  // Before the sandbox's life was paused its recorder may have gone, and the camera with it.
  await sandbox.post(`devices/${camera?.device?.serial}/online`);
  await page.getByRole("button", { name: "refresh" }).click();
  const row = page.getByRole("grid", { name: "Cameras" }).getByRole("row", { name });
  await expect(row).toContainText("Online", { timeout: 15_000 });

  // Somebody else asks for the new state: this page is only looked at.
  const other = await browser.newPage();
  await signIn(other, "Auditor");
  await other.goto("/cameras");
  await whenLive(other);
  await sandbox.post(`cameras/${camera?.id}/offline`);
  await other.getByRole("button", { name: "refresh" }).click();
  await expect(row).toContainText("Offline", { timeout: 15_000 });
  await expect(row.locator("time")).toHaveText(/^\d+ s$/);
  await other.close();
  await sandbox.post(`cameras/${camera?.id}/online`);
});

test("a hostile name is only a name", async ({ page }) => {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const sandbox = await sandboxOf(page);
  const hostile = `<img src=x onerror="alert(1)"><script>alert(2)</script>`;
  const { items } = (await (await page.request.get("/api/cameras?q=Packing Line")).json()) as { items: Camera[] };
  const id = items[0]?.id ?? "";
  await sandbox.patch(`world/cameras/${id}`, { name: hostile });
  await page.getByRole("button", { name: "refresh" }).click();
  const row = page.getByRole("grid", { name: "Cameras" }).getByRole("row").filter({ hasText: hostile });
  await expect(row).toBeVisible({ timeout: 15_000 });
  await expect(row.getByRole("rowheader")).toHaveText(hostile);
  await row.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(hostile);
  await expect(page).toHaveTitle(`${hostile} · Gatehouse`);
  await page.goto("/cameras?view=grid&q=onerror");
  await whenLive(page);
  await expect(page.getByRole("list", { name: "Cameras" })).toContainText(hostile);
  expect(dialogs).toEqual([]);
  await sandbox.patch(`world/cameras/${id}`, { name: "Packing Line" });
});

test("an address of no camera says so, inside the frame", async ({ page }) => {
  const response = await page.goto("/cameras/there-is-none");
  expect(response?.status()).toBe(404);
  await expect(page.getByText("There is no camera with this id")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Console" })).toBeVisible();
  await page.getByRole("link", { name: "Open the list of cameras" }).click();
  await expect(page).toHaveURL(/\/cameras$/);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("all filters stand behind one button, act at once, and go together", async ({ page }) => {
    await expect(page.getByText("40 cameras", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Filter", exact: true })).toHaveCount(0);
    await page.getByRole("button", { name: "Filters", exact: true }).press("Enter");
    const sheet = page.getByRole("dialog", { name: "Filters" });
    const state = sheet.getByRole("button", { name: /^State/ });
    await state.press("Enter");
    await expect(state).toHaveAttribute("aria-expanded", "true");
    await expect(sheet.getByRole("option", { name: "Online" })).toBeFocused();
    await page.keyboard.press("Space");
    await expect(page).toHaveURL(/state=online/);

    const area = sheet.getByRole("button", { name: /^Area/ });
    await area.click();
    await expect(state).toHaveAttribute("aria-expanded", "false");
    await sheet.getByRole("searchbox", { name: "Find an area" }).fill("loading");
    await sheet.getByRole("row", { name: "Loading Bays" }).click();
    await expect(area).toBeFocused();
    await expect(area).toHaveAccessibleName("Area Loading Bays");

    const { items } = (await (
      await page.request.get(`/api/cameras${new URL(page.url()).search}&limit=100`)
    ).json()) as { items: Camera[] };
    expect(items.length).toBeGreaterThan(0);
    const left = `${items.length} ${items.length === 1 ? "camera" : "cameras"}`;
    await sheet.getByRole("button", { name: `Show ${left}`, exact: true }).click();
    await expect(sheet).toBeHidden();
    const both = page.getByRole("button", { name: "Filters (2)", exact: true });
    await expect(both).toBeFocused();
    await expect(page.getByText(left, { exact: true })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);

    await both.press("Enter");
    await sheet.getByRole("button", { name: "Clear all" }).press("Enter");
    await expect(sheet.getByRole("button", { name: "Show 40 cameras" })).toBeFocused();
    await expect(page).toHaveURL(/\/cameras$/);
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    await expect(page.getByRole("button", { name: "Filters", exact: true })).toBeFocused();
  });
});
