/** The first commands: an administrator adds an area and a device, changes and deletes it, and takes a snapshot. */
import { expect, type Page, test } from "@playwright/test";
import { sandboxOf } from "./fixtures/sandbox";
import { signIn, whenLive, whenMirrored } from "./fixtures/session";

// Each of these waits for devices.
test.setTimeout(180_000);

const area = "Loading dock 7";

async function chooseOption(page: Page, label: string, option: RegExp | string): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: label }).click();
  await page.getByRole("option", { name: option }).first().click();
}

test("an administrator adds an area, and a device with a wrong and then the right code, and deletes it again", async ({
  page,
}) => {
  await signIn(page, "Administrator");
  await whenMirrored(page);
  await page.goto("/areas");
  await whenLive(page);
  await page.getByRole("button", { name: "Add area" }).click();
  const adding = page.getByRole("dialog", { name: "Add area" });
  await adding.getByRole("button", { name: "Add area" }).click();
  await expect(adding.getByText("Give the area a name.")).toBeVisible();
  await adding.getByRole("textbox", { name: "Name", exact: true }).fill(area);
  await adding.getByRole("button", { name: "Add area" }).click();
  await expect(page.getByRole("heading", { level: 2, name: area })).toBeVisible();
  // The same name again is refused by the gateway, and what was typed stays.
  await page.getByRole("button", { name: "Add area" }).click();
  await adding.getByRole("textbox", { name: "Name", exact: true }).fill(area);
  await adding.getByRole("button", { name: /^Inside/ }).click();
  await page.getByRole("button", { name: "Nothing: at the top" }).click();
  await adding.getByRole("button", { name: "Add area" }).click();
  await expect(adding.getByRole("alert")).toContainText(/\w021103/);
  await expect(adding.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(area);
  await adding.getByRole("button", { name: "Cancel" }).click();

  await page.goto("/devices");
  await whenLive(page);
  await page.getByRole("button", { name: "Add devices" }).click();
  const dialog = page.getByRole("dialog", { name: "Add devices" });
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Porch camera");
  await dialog.getByRole("textbox", { name: "Serial number" }).fill("S10000001");
  await dialog.getByRole("textbox", { name: "Verification code" }).fill("WRONG1");
  await chooseOption(page, "Time zone", /Berlin|Amsterdam/);
  await chooseOption(page, "Its cameras, doors, inputs and outputs go to", "No area for now");
  await dialog.getByRole("button", { name: "Add to account" }).click();
  await expect(dialog.getByText(/EVZ20010/)).toBeVisible();
  await expect(dialog.getByRole("textbox", { name: "Verification code" })).toHaveValue("WRONG1");
  await dialog.getByRole("textbox", { name: "Verification code" }).fill("ABCDEF");
  await dialog.getByRole("button", { name: "Add to account" }).click();
  await expect(dialog).toHaveCount(0);

  await page.goto("/devices?q=porch");
  await whenLive(page);
  await page.getByRole("grid", { name: "Devices" }).getByRole("row", { name: "Porch camera" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Porch camera");

  await page.getByRole("button", { name: "Edit" }).click();
  const editing = page.getByRole("dialog", { name: "Edit device" });
  await editing.getByRole("textbox", { name: "Name", exact: true }).fill("Porch camera 2");
  await editing.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Porch camera 2");

  await page.getByRole("button", { name: "Refresh state" }).click();
  await expect(page.getByText("Device is online")).toBeVisible();

  // Its one channel into the new area, and out of it again.
  await page.goto("/areas");
  await whenLive(page);
  await page.getByRole("treegrid", { name: "Areas" }).getByRole("row", { name: area }).click();
  await page.getByRole("button", { name: "Add to area" }).click();
  const resources = page.getByRole("dialog", { name: `Add to ${area}` });
  await resources.getByRole("button", { name: "Choose a device" }).click();
  await page.getByRole("searchbox", { name: "Name or serial" }).fill("porch");
  await page.getByRole("option", { name: /Porch camera 2/ }).click();
  // A press while the chooser still closes would only be the press beside it.
  await expect(page.getByRole("searchbox", { name: "Name or serial" })).toHaveCount(0);
  const channel = resources.getByRole("checkbox", { name: /IPCamera 01/ });
  await channel.click({ force: true });
  await expect(channel).toBeChecked();
  await resources.getByRole("textbox", { name: /^Name in the area/ }).fill("Dock door camera");
  await resources.getByRole("button", { name: "Add to area" }).click();
  await expect(resources).toHaveCount(0);
  const cameras = page.getByRole("grid", { name: "Cameras" });
  const row = cameras.getByRole("row", { name: "Dock door camera" });
  await expect(row).toBeVisible();
  await row.getByRole("checkbox").click({ force: true });
  await expect(row.getByRole("checkbox")).toBeChecked();
  await page.getByRole("button", { name: "Remove from area" }).click();
  const removing = page.getByRole("alertdialog", { name: /^Remove 1 camera from/ });
  await expect(removing).toContainText("The device keeps it");
  await removing.getByRole("button", { name: "Remove 1 camera" }).click();
  await expect(row).toHaveCount(0);

  await page.goto("/devices?q=porch");
  await whenLive(page);
  await page.getByRole("grid", { name: "Devices" }).getByRole("row", { name: "Porch camera 2" }).press("Enter");
  await page.getByRole("button", { name: "Delete" }).click();
  const question = page.getByRole("alertdialog", { name: "Delete Porch camera 2?" });
  await expect(question).toContainText("vanish from the cloud account");
  await question.getByRole("button", { name: "Delete device" }).click();
  await page.waitForURL((url) => url.pathname === "/devices");
  await expect(page.getByText("Device deleted")).toBeVisible();
  await page.goto("/devices?q=porch");
  await expect(page.getByText("No devices match")).toBeVisible();
});

test("everything in an area is chosen at once, also what is not loaded, and taken out with a reason", async ({
  page,
}) => {
  const hall = "Crowded hall";
  await signIn(page, "Administrator");
  await whenMirrored(page);
  const sandbox = await sandboxOf(page);
  const [areaId] = await sandbox.add("areas", { add: 1, name: hall });
  await sandbox.add("cameras", { add: 130, areaId });
  const asked = await page.request.post("/api/sync", { data: { kinds: ["areas", "cameras"] } });
  expect(asked.ok()).toBe(true);
  await expect(async () => {
    const answer = await page.request.get(`/api/cameras?areaId=${areaId ?? ""}&limit=1`);
    expect(await answer.json()).toMatchObject({ total: 130 });
  }).toPass({ timeout: 60_000 });

  await page.goto(`/areas?area=${areaId ?? ""}`);
  await whenLive(page);
  const cameras = page.getByRole("grid", { name: "Cameras" });
  await expect(cameras.getByRole("row").nth(1)).toBeVisible();
  await cameras.getByRole("checkbox", { name: "Select all that are loaded" }).click({ force: true });
  const bar = page.getByRole("toolbar", { name: "Chosen rows" });
  await bar.getByRole("button", { name: "Select all 130" }).click();
  await expect(bar).toContainText("130 selected");
  await expect(bar.getByRole("button", { name: "Select all 130" })).toHaveCount(0);

  // Another search leaves the choice as it is.
  await page.getByRole("searchbox", { name: "Name, serial or area" }).fill("none of them");
  await expect(page.getByText("No cameras match")).toBeVisible();
  await expect(bar).toContainText("130 selected");

  await bar.getByRole("button", { name: "Remove from area" }).click();
  const removing = page.getByRole("alertdialog", { name: `Remove 130 cameras from ${hall}?` });
  await removing.getByRole("textbox", { name: "Reason" }).fill("The hall is torn down");
  await removing.getByRole("button", { name: "Remove 130 cameras" }).click();
  await expect(page.getByText("130 cameras removed")).toBeVisible({ timeout: 60_000 });
  await page.goto("/audit?action=area.resources.remove&sort=-time");
  await whenLive(page);
  await page.getByRole("grid", { name: "Audit" }).getByRole("row").nth(1).press("Enter");
  await expect(page.getByRole("complementary", { name: "Entry" })).toContainText("The hall is torn down");
});

async function onlineCamera(page: Page): Promise<string> {
  const answer = await page.request.get("/api/cameras?state=online&limit=200");
  const { items } = (await answer.json()) as { items: { id: string; thumbnail: { state: string } }[] };
  const plain = items.find(({ thumbnail }) => thumbnail.state === "ready");
  expect(plain, "a camera with a picture").toBeDefined();
  return plain?.id ?? "";
}

test("a guard takes a snapshot and looks at it, and sees no buttons that change things", async ({ page }) => {
  await signIn(page, "Guard");
  await whenMirrored(page);
  let id = "";
  await expect(async () => {
    id = await onlineCamera(page);
  }).toPass({ timeout: 60_000 });
  await page.goto(`/cameras/${id}`);
  await whenLive(page);
  // Other journeys may have taken some of the same camera.
  const taken = page.getByRole("list", { name: "Snapshots" }).getByRole("listitem");
  const { items } = (await (await page.request.get(`/api/cameras/${id}/snapshots`)).json()) as { items: unknown[] };
  await page.getByRole("button", { name: "Take snapshot" }).click();
  const large = page.getByRole("dialog", { name: /^Snapshot of/ });
  await expect(large).toBeVisible({ timeout: 30_000 });
  const picture = large.getByRole("img");
  await expect(picture).toHaveJSProperty("complete", true);
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const downloading = page.waitForEvent("download");
  await large.getByRole("link", { name: "Download" }).click();
  expect((await downloading).suggestedFilename()).toMatch(/^snapshot-.*\.jpg$/);
  await page.keyboard.press("Escape");
  await expect(taken).toHaveCount(items.length + 1);
  await page.getByRole("button", { name: "Refresh picture" }).click();
  await expect(page.getByText("Picture refreshed")).toBeVisible({ timeout: 30_000 });

  await page.goto("/areas");
  await whenLive(page);
  for (const name of ["Add area", "Add to area"]) await expect(page.getByRole("button", { name })).toHaveCount(0);
  await page.goto("/devices");
  await whenLive(page);
  await expect(page.getByRole("button", { name: "Add devices" })).toHaveCount(0);
  await expect(page.getByRole("grid", { name: "Devices" }).getByRole("checkbox")).toHaveCount(0);
  await page.getByRole("grid", { name: "Devices" }).getByRole("row").nth(1).press("Enter");
  await expect(page.getByRole("region", { name: "Facts" })).toBeVisible();
  for (const name of ["Edit", "Refresh state", "Delete"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
});
