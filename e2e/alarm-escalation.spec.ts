/** An alarm that nobody takes: the time that is left stands in its head, then who was called. */
import { expect, test } from "@playwright/test";
import type { EscalationRules } from "@/lib/domains/escalations/schema";
import { arrive, quietAlarms } from "./fixtures/alarms";
import { signIn, whenLive } from "./fixtures/session";

const site = quietAlarms();

test("counts down, warns, and says who was called and when", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "Administrator");
  const { people } = (await (await page.request.get("/api/escalations")).json()) as EscalationRules;
  const auditor = people.find(({ roleName }) => roleName === "auditor");
  const common = {
    enabled: true,
    priorities: [1],
    areaIds: null,
    roles: [],
    email: false,
    webhookUrl: null,
    sound: true,
  };
  const ids: string[] = [];
  for (const [name, afterSeconds] of [
    ["Soon", 25],
    ["Later", 600],
  ] as const) {
    const data = { ...common, name, afterSeconds, userIds: [auditor?.id] };
    const made = await page.request.post("/api/escalations", { data });
    expect(made.ok()).toBe(true);
    ids.push(((await made.json()) as { id: string }).id);
  }
  const [alarm = ""] = await arrive(site.database, [{ sourceName: "Dock three", priority: 1 }]);
  await page.goto(`/alarms/${alarm}`);
  await whenLive(page);
  const opened = page.getByRole("article", { name: /Dock three/ });
  const timer = opened.getByRole("timer");
  await expect(timer).toHaveText(new RegExp(`^Escalates to ${auditor?.name} in 0:\\d\\d$`));
  await expect(opened.getByText("It escalates within a minute")).toBeAttached();

  await expect(opened.getByText(new RegExp(`^Escalated to ${auditor?.name} at `))).toBeVisible({ timeout: 60_000 });
  await expect(timer).toHaveText(new RegExp(`^Escalates to ${auditor?.name} in \\d:\\d\\d$`));
  await expect(opened.getByText("It escalates within a minute")).toHaveCount(0);
  await opened.getByRole("button", { name: "Acknowledge" }).click();
  await expect(timer).toHaveCount(0);
  await expect(opened.getByText(/^Escalated to /).first()).toBeVisible();
  for (const id of ids) expect((await page.request.delete(`/api/escalations/${id}`)).ok()).toBe(true);
});
