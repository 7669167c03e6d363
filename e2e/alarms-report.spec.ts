/** The report of one alarm: on A4 with its pages counted, and written into the audit log. */
import { expect, test } from "@playwright/test";
import { arrive, quietAlarms } from "./fixtures/alarms";
import { signIn } from "./fixtures/session";

const site = quietAlarms();

test("is printed with its trail and its entry of the audit log", async ({ page, browser }) => {
  const [id = ""] = await arrive(site.database, [{ sourceName: "Dock three", priority: 1 }]);
  await signIn(page, "Guard", `/alarms/${id}`);
  const notes = Array.from({ length: 60 }, (_, at) => `Line ${at + 1} of the night.`);
  for (const note of notes) {
    expect((await page.request.post("/api/alarms/notes", { data: { ids: [id], note } })).ok()).toBe(true);
  }
  await page.goto(`/alarms/${id}/report`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("table")).toContainText("Line 60 of the night.");
  const foot = page.getByText(/^Taken by/);
  await expect(foot).toContainText(/Entry \d+ of the audit log/);
  const seq = /Entry (\d+)/.exec((await foot.textContent()) ?? "")?.[1] ?? "";

  const paper = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  expect(paper.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0).toBeGreaterThan(1);
  const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(paper) ?? [];
  expect(Math.round(Number(width))).toBe(595);
  expect(Math.round(Number(height))).toBe(842);

  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, "Administrator");
  const entry = (await (await admin.request.get(`/api/audit/${seq}`)).json()) as { action: string };
  expect(entry.action).toBe("alarm.report");
  await admin.context().close();
});

test("is not for those who may not see alarms", async ({ page }) => {
  await signIn(page, "Receptionist");
  await page.goto("/alarms/any/report");
  await expect(page).toHaveURL(/\/no-access\?needs=alarms:read$/);
});
