/** A guard moves a door from its page and from an alarm; what is shown is what its device made of it. */
import { expect, test } from "@playwright/test";
import type pg from "pg";
import { arrive, noAlarms, quietSite } from "./fixtures/alarms";
import { sandboxOf, type Sandbox } from "./fixtures/sandbox";
import { signIn, whenLive, whenMirrored } from "./fixtures/session";

let database: pg.Client;
let sandbox: Sandbox;
test.beforeAll(async ({ browser }) => {
  database = await quietSite(browser);
  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, "Administrator");
  sandbox = await sandboxOf(admin);
  await admin.context().close();
});
test.afterAll(async () => {
  await noAlarms(database);
  await database.end();
});

test("unlocks once, keeps open with a reason, and hears of a refusal", async ({ page }) => {
  await signIn(page, "Guard");
  await whenMirrored(page);
  const answer = await page.request.get("/api/doors?state=online&q=staff%20entrance");
  const [door] = ((await answer.json()) as { items: { id: string; name: string }[] }).items;
  const id = door?.id ?? "";
  const toldTo = async () =>
    (await sandbox.get<{ state: { actionType: number } | null }>(`people/doors/${id}`)).state?.actionType ?? null;
  await page.goto(`/doors?open=${encodeURIComponent(id)}`);
  await whenLive(page);
  const control = page
    .getByRole("complementary", { name: "Door" })
    .getByRole("region", { name: "Control", exact: true });

  await control.getByRole("button", { name: "Unlock once…" }).click();
  const once = page.getByRole("alertdialog", { name: "Unlock Staff Entrance once?" });
  // Enter does not open a door by accident.
  await expect(once.getByRole("button", { name: "Cancel" })).toBeFocused();
  await once.getByRole("button", { name: "Unlock once" }).click();
  await expect(once).toHaveCount(0);
  await expect(control.getByRole("status")).toContainText("Unlocked once");
  expect(await toldTo()).toBe(1);

  await control.getByRole("button", { name: "Keep unlocked…" }).click();
  const kept = page.getByRole("alertdialog", { name: "Keep Staff Entrance unlocked?" });
  await kept.getByRole("button", { name: "Keep unlocked" }).click();
  await expect(kept.getByText("Say why: it stands in the audit log.")).toBeVisible();
  expect(await toldTo()).toBe(1);
  await kept.getByRole("textbox", { name: "Reason" }).fill("Delivery");
  await kept.getByRole("button", { name: "Keep unlocked" }).click();
  await expect(control.getByRole("status")).toContainText("Kept unlocked");
  expect(await toldTo()).toBe(3);

  const [alarm = ""] = await arrive(database, [{ sourceId: id, sourceName: "Staff Entrance" }]);
  await page.goto(`/alarms/${alarm}`);
  await whenLive(page);
  const doors = page.getByRole("region", { name: "Doors" });
  await doors.getByRole("button", { name: "More for Staff Entrance" }).click();
  await page.getByRole("menuitem", { name: "Lock…", exact: true }).click();
  const lock = page.getByRole("alertdialog", { name: "Lock Staff Entrance?" });
  await lock.getByRole("button", { name: "Lock" }).click();
  await expect(doors.getByRole("status")).toContainText("Locked, back to normal");
  expect(await toldTo()).toBe(2);

  const trail = page.getByRole("list", { name: "Trail" });
  await expect(trail).toContainText("Locked, back to normal: Staff Entrance by");

  await sandbox.patch(`world/doors/${id}`, { online: false });
  await doors.getByRole("button", { name: "Unlock once… Staff Entrance" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Unlock once" }).click();
  await expect(doors.getByRole("status")).toContainText("Not unlocked");
  await expect(doors.getByRole("status")).toContainText("VMS021314");
  await expect(trail).toContainText("Not unlocked: Staff Entrance by");
  expect(await toldTo()).toBe(2);
  await sandbox.patch(`world/doors/${id}`, { online: true });
});
