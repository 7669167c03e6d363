/** A view of a list: kept, found again, changed, opened first, shared with everyone, thrown away. */
import { expect, type Page, test } from "@playwright/test";
import { signIn, whenMirrored, whenLive } from "./fixtures/session";

async function openViews(page: Page, label = "Views") {
  await page.getByRole("button", { name: label, exact: true }).click();
  await expect(page.getByRole("menu", { name: "Views" })).toBeVisible();
}

const choose = (page: Page, name: string | RegExp) => page.getByRole("menuitem", { name }).click();

test("a view keeps filters, sort and widths, and comes back on a fresh page", async ({ page, browser }) => {
  await signIn(page, "Administrator");
  await whenMirrored(page);
  await page.goto("/cameras?q=racking&sort=-name");
  await whenLive(page);
  const name = `Racks ${Date.now()}`;
  const table = page.getByRole("grid", { name: "Cameras" });

  const edge = table.getByRole("separator", { name: "Width of Name" });
  const widthOf = async () => (await table.getByRole("columnheader", { name: "Name" }).boundingBox())?.width ?? 0;
  const before = await widthOf();
  await edge.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(async () => expect(await widthOf()).toBeLessThan(before - 20)).toPass();
  const narrowed = await widthOf();

  await openViews(page);
  await choose(page, "Save as a new view…");
  const dialog = page.getByRole("dialog", { name: "Save as a new view" });
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog.getByText("Give the view a name.")).toBeVisible();
  await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByText("Show it to everyone").click();
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog).toHaveCount(0);

  // The same name again is refused beside the field, and what was typed is asked for before it is lost.
  await openViews(page, name);
  await choose(page, "Save as a new view…");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog.getByText("You have a view of this name already.")).toBeVisible();
  await page.keyboard.press("Escape");
  const leave = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await leave.getByRole("button", { name: "Leave" }).click();
  await expect(dialog).toHaveCount(0);

  // A guard sees what is shared, in a browser that has never seen it, and may not change it.
  const guard = await browser.newPage();
  await signIn(guard, "Guard");
  await guard.goto("/cameras");
  await whenLive(guard);
  await openViews(guard);
  await choose(guard, new RegExp(name));
  await expect(guard).toHaveURL(/q=racking/);
  await expect(guard).toHaveURL(/sort=-name/);
  const theirs = guard.getByRole("grid", { name: "Cameras" }).getByRole("columnheader", { name: "Name" });
  await expect(async () =>
    expect(Math.abs(((await theirs.boundingBox())?.width ?? 0) - narrowed)).toBeLessThan(2),
  ).toPass();
  await openViews(guard, name);
  await expect(guard.getByRole("menuitem", { name: /^Open the list with/ })).toBeVisible();
  await expect(guard.getByRole("menuitem", { name: /^Delete/ })).toHaveCount(0);

  // Opened first from now on, but only where the address says nothing else.
  await choose(guard, /^Open the list with/);
  await expect(guard.getByText(`The list opens with ${name}`)).toBeVisible();
  await guard.goto("/cameras");
  await expect(guard).toHaveURL(/q=racking/);
  await guard.goto("/cameras?q=cafe");
  await whenLive(guard);
  await expect(guard).toHaveURL(/q=cafe/);
  await guard.close();

  await openViews(page, name);
  await choose(page, /^Delete/);
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("It goes for everyone.");
  await question.getByRole("button", { name: "Delete view" }).click();
  await expect(question).toHaveCount(0);
  await openViews(page);
  await expect(page.getByRole("menuitem", { name: new RegExp(name) })).toHaveCount(0);
});
