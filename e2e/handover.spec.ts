/** A shift ends: one guard prepares, the next takes over, looks at each item, and clears what is done. */
import { expect, type Page, test } from "@playwright/test";
import type { SessionInfo } from "@/lib/domains/users/schema";
import { databaseOf } from "./fixtures/database";
import { type DemoRole, signIn, whenLive } from "./fixtures/session";

const jammed = "The lock of gate 3 is jammed.";
const plumber = "The plumber comes at seven.";

async function onHandover(page: Page, role: DemoRole): Promise<void> {
  await signIn(page, role, "/handover");
  await whenLive(page);
}

/** An open alarm that this person owns. */
async function alarmOf(email: string, id: string): Promise<void> {
  const database = await databaseOf(process.env["GATEHOUSE_E2E_FOLDER"] ?? "");
  await database.query(
    `INSERT INTO alarm (id, type, source_id, source_name, source_type, search, occurred_at, state, owner_id, group_id, group_last_at)
     SELECT $1, '10002', $1, 'Handover gate', 'camera', 'handover gate', now(), 'inProgress', id, $1, now()
       FROM app_user WHERE email = $2`,
    [id, email],
  );
  await database.end();
}

test("two guards: prepared, taken over, checked, cleared, and told in the history", async ({ page, browser }) => {
  test.setTimeout(120_000);
  const id = `handover-${Date.now()}`;
  await alarmOf("guard@demo.local", id);
  await onHandover(page, "Guard");

  const duty = page.getByRole("region", { name: "On duty" });
  await duty.getByRole("button", { name: "Go on duty" }).click();
  await expect(duty.getByRole("button", { name: "Go off duty" })).toBeVisible();

  await page.getByRole("button", { name: "Prepare handover" }).click();
  const dialog = page.getByRole("dialog", { name: "Prepare the handover" });
  await expect(dialog.getByText("Motion, Handover gate")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Notes" }).fill("Quiet night.");
  await dialog.getByRole("textbox", { name: "Points to watch" }).fill(`${jammed}\n${plumber}`);
  await dialog.getByRole("button", { name: "Prepare handover" }).click();
  await expect(page.getByRole("region", { name: /^Yours, for the next guard/ })).toContainText(jammed);

  // The next guard sits at another desk, and sees it come.
  const next = await (await browser.newContext()).newPage();
  await onHandover(next, "Administrator");
  const waiting = next.getByRole("region", { name: /^From / }).filter({ hasText: jammed });
  await expect(waiting).toContainText("Quiet night.");
  await expect(next.getByRole("list", { name: "People on duty" })).toContainText("uard");
  await waiting.getByRole("button", { name: "Take over…" }).click();
  await next.getByRole("alertdialog").getByRole("button", { name: "Take over" }).click();
  const shift = next.getByRole("region", { name: /^Your shift, from/ });
  await expect(shift.getByRole("status")).toContainText("not seen yet");
  const owner = async () =>
    ((await (await next.request.get(`/api/alarms/${id}`)).json()) as { owner: { name: string } | null }).owner?.name;
  const { user } = (await (await next.request.get("/api/session")).json()) as SessionInfo;
  expect(await owner()).toBe(user.name);

  await shift.getByRole("checkbox", { name: `Seen: ${jammed}` }).press("Space");
  await expect(shift.getByRole("checkbox", { name: `Seen: ${jammed}` })).toBeChecked();
  await shift.getByRole("button", { name: "Tick all as seen" }).click();
  await expect(shift.getByRole("status")).toContainText("Everything was seen");
  await expect(shift.getByText("Checked", { exact: true })).toBeVisible();

  await shift.getByRole("button", { name: `Clear ${plumber}…` }).click();
  const clearing = next.getByRole("dialog", { name: /^Clear/ });
  await clearing.getByRole("textbox", { name: "What was done" }).fill("Let in and out.");
  await clearing.getByRole("button", { name: "Clear item" }).click();
  await expect(shift.getByText("Let in and out.")).toBeVisible();

  // What is not cleared goes on to the guard after that.
  await next.getByRole("button", { name: "Prepare handover" }).click();
  const again = next.getByRole("dialog", { name: "Prepare the handover" });
  await expect(again.getByText(jammed)).toBeVisible();
  await expect(again.getByText("carried over once").first()).toBeVisible();
  await expect(again.getByText(plumber)).toHaveCount(0);
  await next.keyboard.press("Escape");

  // The first guard's page knows by itself, and the history has it.
  await expect(page.getByRole("region", { name: /^Yours, for the next guard/ })).toHaveCount(0);
  await page.getByRole("tab", { name: "History" }).click();
  const row = page.getByRole("grid", { name: "Handovers" }).getByRole("row").nth(1);
  await expect(row).toContainText("Checked");
  await row.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Handover" })).toContainText("Let in and out.");
  await next.context().close();
});
