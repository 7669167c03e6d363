/** What to do about a type of alarm: an administrator writes it, a guard reads and ticks it in the open alarm. */
import { expect, test } from "@playwright/test";
import { arrive, quietAlarms } from "./fixtures/alarms";
import { signIn, whenLive } from "./fixtures/session";

const site = quietAlarms();

test("steps are written, corrected, ticked by a guard, and taken away", async ({ page, browser }) => {
  await signIn(page, "Administrator", "/alarm-rules?tab=instructions");
  await whenLive(page);
  await expect(page.getByText("No instructions yet", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Add instruction" }).click();
  const form = page.getByRole("dialog", { name: "Add an instruction" });
  await form.getByLabel("Steps").fill("Look at the picture\n\nCall the gate\nLook at the picture");
  await form.getByRole("button", { name: "Add instruction" }).click();
  await expect(form.getByText("Choose what it is for.")).toBeVisible();
  await expect(form.getByText(/Word each step differently/)).toBeVisible();
  await expect(form.getByLabel("Steps")).toHaveValue(/Call the gate/);

  await form.getByRole("button", { name: /^Type of alarm/ }).click();
  await page.getByRole("searchbox", { name: "Find a type" }).fill("10002");
  await page.getByRole("option", { name: "Motion", exact: true }).click();
  await form.getByLabel("Steps").fill("Look at the picture\nCall the gate");
  await form.getByRole("button", { name: "Add instruction" }).click();
  await expect(form).toHaveCount(0);
  const list = page.getByRole("list", { name: "Instructions" });
  await expect(list).toContainText("Motion");

  const [id = ""] = await arrive(site.database, [{ sourceName: "Dock three", type: "10002" }]);
  const guard = await (await browser.newContext()).newPage();
  await signIn(guard, "Guard", `/alarms/${id}`);
  await whenLive(guard);
  const what = guard.getByRole("region", { name: "What to do" });
  await what.getByText("Call the gate").click();
  await expect(what.getByRole("checkbox", { name: /Call the gate/ })).toBeChecked();
  await expect(guard.getByRole("list", { name: "Trail" })).toContainText("Call the gate");

  await page.getByRole("button", { name: "Change the instruction for Motion" }).click();
  const change = page.getByRole("dialog", { name: "Change the instruction for Motion" });
  await change.getByLabel("Steps").fill("Look at the picture\nCall the gate\nWrite it down");
  await change.getByRole("button", { name: "Save instruction" }).click();
  await expect(list).toContainText("Write it down");
  await expect(what.getByRole("checkbox", { name: /Write it down/ })).not.toBeChecked();
  await expect(what.getByRole("checkbox", { name: /Call the gate/ })).toBeChecked();
  // Guards read what they are told to do, and cannot change it.
  expect((await guard.request.delete("/api/instructions/any")).status()).toBe(403);

  await page.getByRole("button", { name: "Delete the instruction for Motion" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete instruction" }).click();
  await expect(page.getByText("No instructions yet", { exact: true })).toBeVisible();
  await expect(what).toHaveCount(0);
  await guard.context().close();
});
