/** An administrator makes a role, invites a person into it, and shuts them out again while they watch. */
import { expect, test } from "@playwright/test";
import { signIn, whenLive, whenMirrored } from "./fixtures/session";

test("a role is made, a person invited into it for one area, and disabled while their page is open", async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  await signIn(page, "Administrator", "/settings/roles");
  await whenMirrored(page);
  await whenLive(page);
  await page.getByRole("button", { name: "Add role" }).click();
  const roleForm = page.getByRole("dialog", { name: "Add a role" });
  await roleForm.getByRole("textbox", { name: "Name" }).fill("Guard");
  await roleForm.getByRole("button", { name: "Add role" }).click();
  await expect(roleForm.getByText("This is the name of a built-in role: give another.")).toBeVisible();
  await roleForm.getByRole("textbox", { name: "Name" }).fill("Night watch");
  await roleForm.getByRole("button", { name: /Copy from/ }).click();
  await page.getByRole("option", { name: "Guard" }).click();
  await roleForm.getByText("Lock and unlock doors").click();
  await expect(roleForm.getByRole("checkbox", { name: "Lock and unlock doors" })).not.toBeChecked();
  await roleForm.getByRole("button", { name: "Add role" }).click();
  await expect(roleForm).toHaveCount(0);
  await expect(page.getByRole("columnheader", { name: /Night watch/ })).toContainText("0 users");

  await page.getByRole("tab", { name: "Users" }).click();
  await page.getByRole("button", { name: "Invite person" }).click();
  const invitation = page.getByRole("dialog", { name: "Invite a person" });
  await invitation.getByRole("textbox", { name: "Name" }).fill("Rūta Liepa");
  await invitation.getByRole("textbox", { name: "E-mail" }).fill("guard@demo.local");
  await invitation.getByRole("button", { name: /Role/ }).click();
  await page.getByRole("option", { name: "Night watch" }).click();
  await invitation.getByRole("radio", { name: "Only certain areas" }).click();
  await invitation.getByRole("button", { name: "Make invitation" }).click();
  await expect(invitation.getByText("Choose at least one area, or everywhere.")).toBeVisible();
  await invitation.getByRole("button", { name: "Add area" }).click();
  const chooser = page.getByRole("dialog", { name: "Add an area" });
  await chooser.getByRole("searchbox").fill("warehouse");
  await chooser.getByRole("row", { name: "Building B – Warehouse" }).click();
  await expect(invitation.getByRole("button", { name: "Remove this area" })).toHaveCount(1);
  await invitation.getByRole("button", { name: "Make invitation" }).click();
  // What was typed stays, and the server's word stands on its field.
  await expect(invitation.getByText("Another account has this e-mail address.")).toBeVisible();
  await expect(invitation.getByRole("textbox", { name: "Name" })).toHaveValue("Rūta Liepa");
  await invitation.getByRole("textbox", { name: "E-mail" }).fill("ruta@example.com");
  await invitation.getByRole("button", { name: "Make invitation" }).click();
  const ready = page.getByRole("dialog", { name: "The invitation is ready" });
  const link = await ready.getByRole("textbox", { name: "Link" }).inputValue();
  await ready.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("grid", { name: "Users" }).getByRole("row", { name: /Rūta Liepa/ });
  await expect(row).toContainText("Link not used yet");
  await expect(row).toContainText("Warehouse");

  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto(link);
  await theirs.getByRole("textbox", { name: "Password" }).fill("tall lanterns over harbour");
  await theirs.getByRole("button", { name: "Create account" }).click();
  await theirs.waitForURL((url) => url.pathname === "/");
  await theirs.goto("/cameras");
  await whenLive(theirs);
  await expect(theirs.getByRole("grid", { name: "Cameras" }).getByRole("row").nth(1)).toBeVisible();
  const { total } = (await (await theirs.request.get("/api/cameras")).json()) as { total: number };
  const all = (await (await page.request.get("/api/cameras")).json()) as { total: number };
  expect(total).toBeGreaterThan(0);
  expect(total).toBeLessThan(all.total);

  await row.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Rūta Liepa");
  await expect(page.getByRole("region", { name: "Open sessions" })).toContainText("Chrome");
  await page.getByRole("button", { name: "Disable account…" }).click();
  const disabling = page.getByRole("alertdialog");
  await disabling.getByRole("textbox", { name: "Reason" }).fill("Ends on Friday");
  await disabling.getByRole("button", { name: "Disable account" }).click();
  await expect(page.getByRole("region", { name: "Facts" })).toContainText("Disabled");
  await theirs.waitForURL(/\/sign-in\?next=/);
  // Why it was done stands in the entry, which the account's history leads to.
  const history = page.getByRole("region", { name: "History" });
  await history.getByRole("button", { name: "Show history" }).click();
  const disabled = history.getByRole("listitem").filter({ hasText: "Disabling of a user" });
  await expect(disabled).toContainText("Ilze Bērziņa");
  const account = page.url();
  await disabled.getByRole("link").click();
  await expect(page.getByRole("complementary", { name: "Entry" })).toContainText("Ends on Friday");
  await page.goto(account);
  await whenLive(page);

  await page.getByRole("button", { name: "Erase data…" }).click();
  const erasing = page.getByRole("alertdialog");
  await expect(erasing.getByRole("button", { name: "Erase data" })).toBeDisabled();
  await erasing.getByRole("textbox").fill("erase");
  await erasing.getByRole("button", { name: "Erase data" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Erased person", { timeout: 15_000 });
  await expect(page.getByRole("main").getByText("Rūta")).toHaveCount(0);
});
