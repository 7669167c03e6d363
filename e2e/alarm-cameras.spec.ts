/** A guard puts a camera beside an alarm by searching for it, and takes it away again. */
import { expect, test } from "@playwright/test";
import { arrive, quietAlarms } from "./fixtures/alarms";
import { signIn, whenLive, whenMirrored } from "./fixtures/session";

const site = quietAlarms();

test("a camera is found, added up to fifteen, and taken off", async ({ page }) => {
  await signIn(page, "Guard");
  await whenMirrored(page);
  const { items } = (await (await page.request.get("/api/cameras?limit=16&sort=name")).json()) as {
    items: { id: string; name: string }[];
  };
  const [first, ...rest] = items;
  const name = first?.name ?? "";
  const [id = ""] = await arrive(site.database, [{ sourceName: "Dock three" }]);
  for (const camera of rest.slice(0, 14)) {
    const added = await page.request.post(`/api/alarms/${id}/cameras`, { data: { cameraId: camera.id } });
    expect(added.ok()).toBe(true);
  }
  await page.goto(`/alarms/${id}`);
  await whenLive(page);
  await page.getByRole("button", { name: "Add cameras…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Cameras of / });
  await expect(dialog.getByRole("status")).toContainText("14 of 15");
  const search = dialog.getByRole("searchbox", { name: "Name, serial or area" });
  await expect(search).toBeFocused();
  await page.keyboard.type(name);
  await dialog.getByRole("button", { name: `Add ${name}`, exact: true }).click();
  await expect(dialog.getByRole("status")).toContainText("15 of 15. Take one off");
  await expect(dialog.getByRole("button", { name: `Take ${name} off`, exact: true })).toBeEnabled();
  await search.fill(rest[14]?.name ?? "");
  await expect(dialog.getByRole("button", { name: `Add ${rest[14]?.name}`, exact: true })).toBeDisabled();
  await dialog.getByRole("button", { name: "Done" }).click();

  const cameras = page.getByRole("region", { name: "Nearby cameras" });
  await expect(cameras.getByRole("listitem")).toHaveCount(15);
  const added = cameras.getByRole("listitem").filter({ hasText: name });
  await added.first().hover();
  await cameras.getByRole("button", { name: `Take ${name} off`, exact: true }).click();
  await expect(cameras.getByRole("listitem")).toHaveCount(14);
  await expect(page.getByRole("list", { name: "Trail" })).toContainText("Camera taken off");
});
