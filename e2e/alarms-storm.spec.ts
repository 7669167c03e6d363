/** A storm: rows stay where they are while somebody looks at them, and all that came is there afterwards. */
import { expect, test } from "@playwright/test";
import { arrive, noAlarms, quietAlarms } from "./fixtures/alarms";
import { signIn, whenLive } from "./fixtures/session";

const site = quietAlarms();

test("rows keep their place under the pointer and the focus while alarms pour in", async ({ page }) => {
  test.setTimeout(120_000);
  await arrive(
    site.database,
    Array.from({ length: 120 }, (_, at) => ({ sourceName: `Calm ${119 - at}`, secondsAgo: 4_000 - at * 10 })),
  );
  await signIn(page, "Guard", "/alarms");
  await whenLive(page);
  const grid = page.getByRole("grid", { name: "Alarms" });
  const watched = grid.locator("[data-index='3']");
  await expect(watched).toContainText("Calm 3");
  await watched.click();
  await expect(watched).toHaveAttribute("aria-current", "true");
  const before = await watched.boundingBox();

  for (let wave = 0; wave < 10; wave += 1) {
    await arrive(
      site.database,
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

test("the most urgent of many is told, even when it is not among the latest", async ({ page }) => {
  await noAlarms(site.database);
  await signIn(page, "Guard", "/");
  await whenLive(page);
  await expect(page.locator("[data-sound]")).toBeAttached();
  await arrive(site.database, [{ sourceName: "Rear gate", priority: 4 }]);
  await expect(page.locator("[aria-live='polite']", { hasText: "New alarm. Priority 4" })).toBeAttached();
  const calm = Array.from({ length: 60 }, (_, at) => ({ sourceName: `Calm ${at}`, priority: 3 as const }));
  await arrive(site.database, [{ sourceName: "Vault door", priority: 1 }, ...calm]);
  const urgent = page.locator("[aria-live='assertive']", { hasText: "20 or more new alarms. Priority 1" });
  await expect(urgent).toContainText("Vault door");
});

test("twenty thousand alarms: far down the list still answers, and little of it is drawn", async ({ page }) => {
  test.setTimeout(120_000);
  await noAlarms(site.database);
  await site.database.query(
    `INSERT INTO alarm (id, type, source_type, source_id, source_name, priority, gateway_priority, occurred_at,
                        received_at, group_id, group_last_at)
     SELECT 'many-' || n, '10002', 'camera', 'camera-' || n, 'Camera ' || n, 2, 2, at, at, 'many-' || n, at
       FROM (SELECT n, now() - make_interval(secs => n) AS at FROM generate_series(1, 20000) AS n) AS each`,
  );
  await signIn(page, "Guard", "/alarms");
  await whenLive(page);
  const grid = page.getByRole("grid", { name: "Alarms" });
  await expect(page.getByRole("tab", { name: /Unhandled/ })).toContainText("10,000");
  await grid.locator("[data-index='0']").focus();
  for (let last = 49; last < 700; last += 50) {
    await page.keyboard.press("End");
    await expect(grid.locator(`[data-index='${last}']`)).toBeFocused({ timeout: 15_000 });
    await expect(grid.locator(`[data-index='${last}']`)).toContainText(`Camera ${last + 1}`);
    // The next page is there before its end is asked for.
    await expect(grid.getByRole("rowgroup")).toHaveCSS("height", `${(last + 51) * 52}px`, { timeout: 15_000 });
  }
  expect(await grid.getByRole("row").count()).toBeLessThan(60);
  await page.keyboard.press("Home");
  await expect(grid.locator("[data-index='0']")).toBeFocused({ timeout: 15_000 });
  await expect(grid.locator("[data-index='0']")).toContainText("Camera 1", { timeout: 30_000 });
});
