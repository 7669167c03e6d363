/** A queue that somebody switches off says what that means, is off for everybody, stands in the audit log, and runs again. */
import { expect, test, type Page } from "@playwright/test";
import type { QueueStates } from "@/lib/domains/queues/schema";
import { signIn, whenLive } from "./fixtures/session";

const entry = (page: Page, name: string) => page.getByRole("listitem", { name, exact: true });

async function isOn(page: Page): Promise<boolean | undefined> {
  const { items } = (await (await page.request.get("/api/queues")).json()) as QueueStates;
  return items.find(({ queue }) => queue === "messages")?.on;
}

test("the message queue is switched off and on again", async ({ page }) => {
  await signIn(page, "Administrator");
  await page.goto("/settings");
  await page.getByRole("tab", { name: "Queues" }).click();
  await whenLive(page);
  const messages = entry(page, "Message queue");
  await expect(messages.getByText("Running", { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("Nothing was missed in the last three days.")).toBeVisible();

  await messages.getByRole("button", { name: "Switch off message queue…" }).click();
  const question = page.getByRole("alertdialog", { name: "Switch the message queue off?" });
  await expect(question.getByText(/^Calls and vehicles will no longer arrive/)).toBeVisible();
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(question).toHaveCount(0);
  expect(await isOn(page)).toBe(true);

  await messages.getByRole("button", { name: "Switch off message queue…" }).click();
  await question.getByRole("button", { name: "Switch off message queue" }).click();
  await expect(messages.getByText("Switched off", { exact: true })).toBeVisible();
  await page.reload();
  await expect(messages.getByText("Switched off", { exact: true })).toBeVisible();
  expect(await isOn(page)).toBe(false);

  await page.goto("/audit");
  const row = page.getByRole("row").filter({ hasText: "Switching of a queue" }).filter({ hasText: "Message queue" });
  await expect(row.first()).toBeVisible();

  await page.goto("/settings/queues");
  await whenLive(page);
  await messages.getByRole("button", { name: "Switch on message queue" }).click();
  await expect(messages.getByText("Running", { exact: true })).toBeVisible({ timeout: 60_000 });
  expect(await isOn(page)).toBe(true);
  // What nobody chose for is told as it is.
  await expect(entry(page, "Event queue (V2)").getByText("Switched off", { exact: true })).toBeVisible();
});
