/** An auditor explains what was done; a guard has no business there. */
import { expect, test } from "@playwright/test";
import { signIn, whenLive } from "./fixtures/session";

test("an auditor filters, opens an entry, sends its link, and finds the own look written down", async ({
  page,
  browser,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // Somebody is refused something: an entry to find.
  const other = await browser.newPage();
  await signIn(other, "Guard");
  expect((await other.request.get("/api/audit")).status()).toBe(403);
  await other.close();

  await signIn(page, "Auditor", "/audit");
  await whenLive(page);
  const table = page.getByRole("grid", { name: "Audit" });
  await expect(table.getByRole("row").filter({ hasText: "Look into the audit log" }).first()).toBeVisible();
  await expect(page.getByRole("region", { name: "State of the log" })).toContainText("The database refuses changes");

  await page.getByRole("button", { name: "Action", exact: true }).click();
  await page.getByRole("option", { name: "Refusal" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/action=denied/);
  await expect(table.getByText("Look into the audit log")).toHaveCount(0);
  const refusal = table.getByRole("row").nth(1);
  await expect(refusal).toContainText("Denied");
  await refusal.focus();
  await page.keyboard.press("Enter");

  const entry = page.getByRole("complementary", { name: "Entry" });
  await expect(entry.getByRole("heading", { name: "Refusal" })).toBeVisible();
  await expect(entry).toContainText('Your role (guard) does not include "audit:read".');
  await expect(entry).toContainText("hash matches");
  await entry.getByRole("button", { name: "Copy the link" }).click();
  await expect(page.getByText("Link copied")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/audit\?open=\d+$/);

  await page.goto(link);
  await expect(entry.getByRole("heading", { name: "Refusal" })).toBeVisible();
  await entry.getByRole("button", { name: "Close" }).click();
  await expect(entry).toHaveCount(0);
  await page.reload();
  const looks = table.getByRole("row").filter({ hasText: "Look into the audit log" });
  const opened = new URL(link).searchParams.get("open");
  await expect(looks.filter({ hasText: `Entry ${opened}` }).first()).toBeVisible();
});

test("entries are found by time, in the viewer's own zone", async ({ page }) => {
  await signIn(page, "Auditor", "/audit");
  await whenLive(page);
  const looks = page
    .getByRole("grid", { name: "Audit" })
    .getByRole("row")
    .filter({ hasText: "Look into the audit log" });
  await expect(looks.first()).toBeVisible();
  const when = page.getByRole("button", { name: /^When/ });
  await when.click();
  const chooser = page.getByRole("dialog", { name: "When" });
  await expect(chooser).toContainText("Your time, Europe/Riga");
  await chooser.getByRole("button", { name: "Yesterday" }).click();
  await expect(page).toHaveURL(/when=yesterday/);
  await expect(chooser).toHaveCount(0);
  await expect(page.getByText("No entries match")).toBeVisible();

  // Two ends of one's own, from the keyboard; yesterday is where they begin.
  await when.click();
  await chooser.getByRole("spinbutton", { name: /day, End Date/ }).press("ArrowUp");
  await chooser.getByRole("spinbutton", { name: /day, End Date/ }).press("ArrowUp");
  await chooser.getByRole("button", { name: "Use these times" }).click();
  await expect(page).toHaveURL(/when=20\d\d-/);
  await expect(looks.first()).toBeVisible();
  await page.reload();
  await whenLive(page);
  await expect(when).toContainText(", 00:00 to ");
  await page.getByRole("button", { name: "Clear When" }).click();
  await expect(page).not.toHaveURL(/when=/);

  // What is no time is no filter.
  await page.goto("/audit?when=tomorrow..");
  await whenLive(page);
  await expect(page.getByRole("button", { name: "When", exact: true })).toBeVisible();
});

test("verification runs when asked, and the page says so", async ({ page }) => {
  await signIn(page, "Auditor", "/audit");
  await whenLive(page);
  const state = page.getByRole("region", { name: "State of the log" });
  await state.getByRole("button", { name: "Verify now" }).click();
  await expect(state).toContainText(/Intact since/, { timeout: 30_000 });
  await expect(state).toContainText(/verified \d\d:\d\d/);
});

test("a camera's history is there for those who may read the log", async ({ page }) => {
  await signIn(page, "Auditor", "/cameras");
  const { items } = (await (await page.request.get("/api/cameras?limit=1")).json()) as { items: { id: string }[] };
  await page.goto(`/cameras/${encodeURIComponent(items[0]?.id ?? "")}`);
  await whenLive(page);
  const history = page.getByRole("region", { name: "History" });
  await history.getByRole("button", { name: "Show history" }).click();
  await expect(history.getByRole("button", { name: "Show history" })).toHaveCount(0);
  await expect(history.getByRole("alert")).toHaveCount(0);
});

test("a guard has no such page and no such answer", async ({ page }) => {
  await signIn(page, "Guard");
  await expect(page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: "Audit" })).toHaveCount(0);
  await page.goto("/audit");
  await expect(page).toHaveURL(/no-access\?needs=audit:read/);
  for (const path of ["", "/1", "/state", "/actors"]) {
    expect((await page.request.get(`/api/audit${path}`)).status(), path).toBe(403);
  }
});
