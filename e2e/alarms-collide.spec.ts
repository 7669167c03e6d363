/** Two guards reach for the same alarm: one has it, the other is told who and when. */
import { expect, test } from "@playwright/test";
import { arrive, quietAlarms } from "./fixtures/alarms";
import { signIn, whenLive } from "./fixtures/session";

const site = quietAlarms();

test("the slower one is told who was faster, and sees the truth", async ({ page, browser }) => {
  const [id = ""] = await arrive(site.database, [{ sourceName: "Dock three", priority: 1 }]);
  await signIn(page, "Guard", `/alarms/${id}`);
  await whenLive(page);
  const other = await (await browser.newContext()).newPage();
  await signIn(other, "Administrator", `/alarms/${id}`);
  await whenLive(other);

  // The guard's screen hears nothing for a moment, as over a slow line.
  await page.route(/\/api\/alarms(\/[^/]+)?(\?|$)/, (route) =>
    route.request().method() === "GET" ? new Promise(() => undefined) : route.continue(),
  );
  await other.keyboard.press("a");
  await expect(other.getByRole("article").getByText("Acknowledged", { exact: true }).first()).toBeVisible();
  await expect(async () => {
    const { rows } = await site.database.query<{ state: string }>("SELECT state FROM alarm WHERE id = $1", [id]);
    expect(rows[0]?.state).toBe("acknowledged");
  }).toPass();

  await page.keyboard.press("a");
  const notice = page.getByRole("alertdialog").filter({ hasText: "Somebody was faster" });
  await expect(notice).toBeVisible();
  const { rows: people } = await site.database.query<{ name: string }>(
    "SELECT name FROM app_user WHERE email = 'admin@demo.local'",
  );
  await expect(notice).toContainText(people[0]?.name ?? "nobody");
  await page.unroute(/\/api\/alarms(\/[^/]+)?(\?|$)/);
  await page.reload();
  await expect(page.getByRole("article").getByRole("list", { name: "Trail" })).toContainText("Acknowledged by");
  const { rows } = await site.database.query("SELECT 1 FROM alarm_entry WHERE alarm_id = $1 AND kind = 'state'", [id]);
  expect(rows).toHaveLength(1);
  await other.context().close();
});

test("what was typed stays when somebody else has resolved it meanwhile", async ({ page, browser }) => {
  const [id = ""] = await arrive(site.database, [{ sourceName: "Rear gate", priority: 2 }]);
  await signIn(page, "Guard", `/alarms/${id}`);
  await whenLive(page);
  await page.keyboard.press("r");
  const asked = page.getByRole("dialog", { name: /^Resolve / });
  await asked.getByRole("textbox", { name: /Note/ }).fill("A fox, seen on the picture.");
  // The guard's screen hears nothing for a moment, as over a slow line.
  await page.route(/\/api\/alarms(\/[^/]+)?(\?|$)/, (route) =>
    route.request().method() === "GET" ? new Promise(() => undefined) : route.continue(),
  );
  const other = await (await browser.newContext()).newPage();
  await signIn(other, "Administrator", "/");
  const done = await other.request.post("/api/alarms/state", {
    data: { ids: [id], to: "resolved", disposition: "false" },
  });
  expect(done.ok()).toBe(true);
  await asked.getByRole("button", { name: "Resolve" }).click();
  await expect(page.getByRole("alertdialog").filter({ hasText: "Somebody was faster" })).toBeVisible();
  await expect(asked.getByRole("textbox", { name: /Note/ })).toHaveValue("A fox, seen on the picture.");
  await page.unroute(/\/api\/alarms(\/[^/]+)?(\?|$)/);
  await other.context().close();
});
