/** A storm: rows stay where they are while somebody looks at them, and all that came is there afterwards. */
import { expect, test } from "@playwright/test";
import type pg from "pg";
import { arrive, noAlarms } from "./fixtures/alarms";
import { databaseOf } from "./fixtures/database";
import { signIn, whenLive } from "./fixtures/session";

let database: pg.Client;
test.beforeAll(async () => {
  database = await databaseOf(process.env["GATEHOUSE_E2E_FOLDER"] ?? "");
  await noAlarms(database);
});
test.afterAll(async () => {
  await noAlarms(database);
  await database.end();
});

test("rows keep their place under the pointer and the focus while alarms pour in", async ({ page }) => {
  test.setTimeout(120_000);
  await arrive(
    database,
    Array.from({ length: 120 }, (_, at) => ({ sourceName: `Calm ${119 - at}`, secondsAgo: 4_000 - at * 10 })),
  );
  await signIn(page, "Guard", "/alarms");
  await whenLive(page);
  const grid = page.getByRole("grid", { name: "Alarms" });
  const row = grid.getByRole("row").filter({ hasText: "Calm 3 " }).or(grid.getByRole("row").nth(3)).first();
  await expect(grid.getByRole("row").nth(3)).toContainText("Calm 3");
  const watched = grid.locator("[data-index='3']");
  await row.hover();
  await row.click();
  await expect(watched).toHaveAttribute("aria-current", "true");
  const before = await watched.boundingBox();

  for (let wave = 0; wave < 10; wave += 1) {
    await arrive(
      database,
      Array.from({ length: 100 }, (_, at) => ({ sourceName: `Storm ${wave}-${at}`, priority: 1 as const })),
    );
  }
  const chip = page.getByRole("button", { name: /new alarms above/ });
  await expect(chip).toContainText("1,000", { timeout: 30_000 });
  await expect(watched).toContainText("Calm 3");
  await expect(watched).toHaveAttribute("aria-current", "true");
  // The notice of new ones takes its own line once; the rows below keep their order.
  expect((await watched.boundingBox())?.height).toBe(before?.height);
  await expect(grid.locator("[data-index='0']")).toContainText("Calm 0");

  await page.keyboard.press("j");
  await expect(grid.locator("[data-index='4']")).toBeFocused();
  await expect(grid.locator("[data-index='4']")).toContainText("Calm 4");

  await page.keyboard.press(".");
  await expect(grid.locator("[data-index='0']")).toContainText("Storm 9-", { timeout: 15_000 });
  await expect(page.getByRole("tab", { name: /Unhandled/ })).toContainText("1,120");
});

test("a hundred pages further down the list still answers", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "Guard", "/alarms");
  await whenLive(page);
  const grid = page.getByRole("grid", { name: "Alarms" });
  await expect(grid.getByRole("row").first()).toBeVisible();
  await grid.getByRole("row").first().focus();
  for (let leap = 0; leap < 12; leap += 1) {
    await page.keyboard.press("End");
    await page.waitForLoadState("networkidle");
  }
  await expect(grid.getByRole("row").last()).toContainText(/Storm|Calm/);
  // Only what is in view, and a little around it, is ever drawn.
  expect(await grid.getByRole("row").count()).toBeLessThan(60);
});
