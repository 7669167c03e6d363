/** Doors, inputs and outputs: found, opened beside the list, closed again. */
import { expect, test } from "@playwright/test";
import { signIn, whenMirrored, whenLive } from "./fixtures/session";

test("the facts of a door stand beside the list and have an address", async ({ page }) => {
  await signIn(page, "Guard");
  await whenMirrored(page);
  await page.goto("/doors");
  await whenLive(page);
  const list = page.getByRole("grid", { name: "Doors" });
  await list.getByRole("row", { name: "Staff Entrance" }).focus();
  await page.keyboard.press("Enter");
  const facts = page.getByRole("complementary", { name: "Door" });
  await expect(facts.getByRole("heading", { name: "Staff Entrance" })).toBeVisible();
  await expect(facts.getByRole("link", { name: "Doors Administration" })).toBeVisible();
  await expect(page).toHaveURL(/open=/);
  await expect(list).toBeVisible();

  await page.reload();
  await whenLive(page);
  await expect(facts.getByRole("heading", { name: "Staff Entrance" })).toBeVisible();
  await facts.getByRole("button", { name: "Close" }).click();
  await expect(facts).toHaveCount(0);
  await expect(page).toHaveURL(/\/doors$/);
});

test("refresh asks the gateway, and the time moves when it has answered", async ({ page }) => {
  await signIn(page, "Guard");
  await whenMirrored(page);
  await page.goto("/doors");
  await whenLive(page);
  const asOf = () =>
    page.getByRole("banner").or(page.locator("header")).locator("time").first().getAttribute("datetime");
  const before = await asOf();
  await page.getByRole("button", { name: "refresh" }).click();
  await expect(async () => expect(Date.parse((await asOf()) ?? "")).toBeGreaterThan(Date.parse(before ?? ""))).toPass({
    timeout: 20_000,
  });
  await expect(page.getByRole("button", { name: "refresh" })).toBeEnabled();
});

test("inputs and outputs are two tabs of one page", async ({ page }) => {
  await signIn(page, "Guard");
  await whenMirrored(page);
  await page.goto("/inputs-outputs");
  await whenLive(page);
  await expect(page.getByRole("grid", { name: "Alarm inputs" }).getByRole("row", { name: "Roof hatch" })).toBeVisible();
  await page.getByRole("tab", { name: "Outputs" }).click();
  await expect(page).toHaveURL(/tab=outputs/);
  await expect(page.getByText("6 outputs", { exact: true })).toBeVisible();
  await page.reload();
  await whenLive(page);
  await expect(page.getByRole("grid", { name: "Alarm outputs" })).toBeVisible();
});
