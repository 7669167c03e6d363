/** What a role may not use is absent, and asking for it by address or API is refused. */
import { expect, test } from "@playwright/test";
import { signIn, whenMirrored } from "./fixtures/session";

test("a receptionist sees doors, and is turned away from the rest", async ({ page }) => {
  await signIn(page, "Receptionist");
  await whenMirrored(page);
  const pages = page.getByRole("navigation", { name: "Console" });
  await expect(pages.getByRole("link", { name: "Doors" })).toBeVisible();
  for (const name of ["Areas", "Devices", "Cameras", "Inputs and outputs", "Health", "Settings"]) {
    await expect(pages.getByRole("link", { name })).toHaveCount(0);
  }
  await pages.getByRole("link", { name: "Doors" }).click();
  await expect(page.getByRole("grid", { name: "Doors" }).getByRole("row", { name: "Main Door" })).toBeVisible();
  // Where areas and devices have pages they may not open, their names are only names.
  await expect(page.getByRole("grid", { name: "Doors" }).getByRole("link")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Area", exact: true })).toHaveCount(0);

  for (const path of [
    "/cameras",
    "/cameras/any",
    "/areas",
    "/devices",
    "/devices/any",
    "/inputs-outputs",
    "/health",
    "/settings",
  ]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/no-access\?needs=/);
    await expect(page.getByText("You may not open this page")).toBeVisible();
  }
  for (const noun of ["cameras", "areas", "areas/tree", "devices", "alarm-inputs", "alarm-outputs"]) {
    expect((await page.request.get(`/api/${noun}`)).status(), noun).toBe(403);
  }
});

test("an auditor reads every list and may not see the settings", async ({ page }) => {
  await signIn(page, "Auditor");
  const pages = page.getByRole("navigation", { name: "Console" });
  for (const name of ["Areas", "Devices", "Cameras", "Doors", "Inputs and outputs"]) {
    // The number of what is offline may stand behind the name.
    await pages.getByRole("link", { name: new RegExp(`^${name}(,|$)`) }).click();
    await expect(page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
  }
  await expect(pages.getByRole("link", { name: "Settings" })).toHaveCount(0);
});

test("somebody who is not signed in comes back to the very view they asked for", async ({ page }) => {
  await page.goto("/cameras?state=offline&view=grid");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole("button", { name: "Guard", exact: true }).click();
  await page.waitForURL(/\/cameras\?/);
  expect(new URL(page.url()).searchParams.get("state")).toBe("offline");
  expect(new URL(page.url()).searchParams.get("view")).toBe("grid");
});
