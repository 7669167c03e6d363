/** Walking down the tree of areas to what stands in them, on a desk and on a phone. */
import { expect, test } from "@playwright/test";
import { signIn, whenMirrored, whenLive } from "./fixtures/session";

test.beforeEach(async ({ page }) => {
  await signIn(page, "Guard");
  await whenMirrored(page);
  await page.goto("/areas");
  await whenLive(page);
});

test("an area shows what it holds, with everything below it", async ({ page }) => {
  const tree = page.getByRole("treegrid", { name: "Areas" });
  await expect(page.getByRole("heading", { level: 2, name: "All areas" })).toBeVisible();
  await expect(page.getByRole("tab", { name: "Cameras 40" })).toBeVisible();

  await tree.getByRole("row", { name: "Building A – Administration" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Building A – Administration" })).toBeVisible();
  const table = page.getByRole("grid", { name: "Cameras" });
  await expect(table.getByRole("row", { name: "Lift Lobby" })).toBeVisible();
  await expect(table.getByRole("row", { name: "Fence Line 1" })).toHaveCount(0);

  await page.getByRole("tab", { name: /^Doors/ }).click();
  await expect(page).toHaveURL(/tab=doors/);
  await expect(page.getByRole("grid", { name: "Doors" }).getByRole("row", { name: "Main Door" })).toBeVisible();

  const link = page.url();
  await page.goto("/cameras");
  await page.goto(link);
  await whenLive(page);
  await expect(page.getByRole("heading", { level: 2, name: "Building A – Administration" })).toBeVisible();
  await expect(page.getByRole("grid", { name: "Doors" }).getByRole("row", { name: "Main Door" })).toBeVisible();
});

test("searching the tree keeps the way down to what is found", async ({ page }) => {
  const tree = page.getByRole("treegrid", { name: "Areas" });
  await page.getByRole("searchbox", { name: "Find an area" }).fill("raCK");
  await expect(tree.getByRole("row", { name: "High-Bay Racking" })).toBeVisible();
  await expect(tree.getByRole("row", { name: "Harbour Campus" })).toBeVisible();
  await expect(tree.getByRole("row", { name: "Perimeter" })).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Find an area" }).fill("nowhere at all");
  await expect(page.getByText("No area of that name")).toBeVisible();
});

test("branches close and open with the keyboard", async ({ page }) => {
  const tree = page.getByRole("treegrid", { name: "Areas" });
  const campus = tree.getByRole("row", { name: "Harbour Campus" });
  await campus.click();
  await page.keyboard.press("ArrowLeft");
  await expect(campus).toHaveAttribute("aria-expanded", "false");
  await expect(tree.getByRole("row", { name: "Perimeter" })).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await expect(tree.getByRole("row", { name: "Perimeter" })).toBeVisible();
});

test("hostile names of areas are only names", async ({ page }) => {
  page.on("dialog", (dialog) => {
    throw new Error(`A name was run: ${dialog.message()}`);
  });
  const name = 'Annex <img src=x onerror=alert(1)> "East"';
  await page.getByRole("treegrid", { name: "Areas" }).getByRole("row", { name }).click();
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(name);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("tree and area take turns, and there is a way back", async ({ page }) => {
    const tree = page.getByRole("treegrid", { name: "Areas" });
    await tree.getByRole("row", { name: "Loading Bays" }).click();
    await expect(page.getByRole("heading", { level: 2, name: "Loading Bays" })).toBeVisible();
    await expect(tree).toBeHidden();
    await page.getByRole("button", { name: "Areas", exact: true }).click();
    await expect(tree).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("heading", { level: 2, name: "Loading Bays" })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });
});
