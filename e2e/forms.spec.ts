/** Forms: what a field says when it is left never moves a button away from under the press that left it. */
import { expect, type Locator, type Page, test } from "@playwright/test";
import type { SettingList } from "@/lib/domains/settings/terms";
import { signIn, whenLive } from "./fixtures/session";

/** What has happened by now is painted. */
const painted = (page: Page) =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

/** A press as a hand does it: down, some time for the page to move, and up at the same place. */
async function press(page: Page, button: Locator): Promise<void> {
  // Waits until nothing lies over it, such as word of what was saved before.
  await button.hover();
  const before = await button.boundingBox();
  await page.mouse.down();
  await painted(page);
  expect(await button.boundingBox(), "where the button is while it is pressed").toEqual(before);
  await page.mouse.up();
}

async function addArea(page: Page): Promise<{ name: Locator; cancel: Locator; submit: Locator; dialog: Locator }> {
  await page.getByRole("button", { name: "Add area" }).click();
  const dialog = page.getByRole("dialog", { name: "Add area" });
  const name = dialog.getByRole("textbox", { name: "Name" });
  await expect(name).toBeFocused();
  const [cancel, submit] = ["Cancel", "Add area"].map((label) => dialog.getByRole("button", { name: label }));
  if (cancel === undefined || submit === undefined) throw new Error("No buttons.");
  return { dialog, name, cancel, submit };
}

async function storedSessions(page: Page): Promise<number | undefined> {
  const { items } = (await (await page.request.get("/api/settings")).json()) as SettingList;
  return items.find(({ key }) => key === "retention.sessions")?.value;
}

const nameless = "Give the area a name.";

test("one press is enough, whatever the field that is left has to say", async ({ page }) => {
  await signIn(page, "Administrator");
  await page.goto("/areas");
  await whenLive(page);

  let { dialog, name, cancel, submit } = await addArea(page);
  await press(page, cancel);
  await expect(dialog).toHaveCount(0);

  ({ dialog, name, cancel, submit } = await addArea(page));
  await press(page, submit);
  await expect(dialog.getByText(nameless)).toBeVisible();
  await expect(dialog.getByText("1 field needs a change")).toBeVisible();
  await expect(name).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  // By keyboard a field speaks as soon as it is left.
  ({ dialog, name, cancel, submit } = await addArea(page));
  await page.keyboard.press("Tab");
  await expect(dialog.getByText(nameless)).toBeVisible();
  await page.keyboard.press("Escape");

  // A number is taken over when its field is left: what it says, and what it no longer says, both wait for the press.
  await page.goto("/settings/retention");
  await whenLive(page);
  const sessions = page.getByRole("textbox", { name: "Ended sessions", exact: true });
  const save = page.getByRole("button", { name: "Save settings" });
  await sessions.fill("0");
  await press(page, save);
  await expect(page.getByText("1 field needs a change")).toBeVisible();
  // The second is what stands there usually: other journeys find it as it was.
  for (const days of [80, 90]) {
    await sessions.fill(String(days));
    await press(page, save);
    await expect(page.getByText("1 field needs a change")).toHaveCount(0);
    await expect(async () => expect(await storedSessions(page)).toBe(days)).toPass({ timeout: 10_000 });
    await expect(page.getByText(/^Changed .* by /)).toHaveCount(days === 90 ? 0 : 1);
    await expect(save.getByRole("progressbar")).toHaveCount(0);
    // Word of it comes in its own time, and may lie over the button until it goes.
    await expect(page.getByText("Setting saved").last()).toBeVisible();
  }
});

test("what is typed into a dialog is not lost to a stray Esc", async ({ page }) => {
  await signIn(page, "Administrator");
  for (const { path, open, title, label } of [
    { path: "/settings/users", open: "Invite person", title: "Invite a person", label: "Name" },
    { path: "/account", open: "Change password…", title: "Change your password", label: "Present password" },
  ]) {
    await page.goto(path);
    await whenLive(page);
    await page.getByRole("button", { name: open }).click();
    const dialog = page.getByRole("dialog", { name: title });
    const field = dialog.getByLabel(label, { exact: true });
    await expect(field).toBeFocused();
    await page.keyboard.type("much to write");
    await page.keyboard.press("Escape");
    const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect(question).toHaveCount(0);
    await expect(field).toHaveValue("much to write");
    await field.focus();
    await page.keyboard.press("Escape");
    await question.getByRole("button", { name: "Leave" }).click();
    await expect(dialog).toHaveCount(0);
  }
});
