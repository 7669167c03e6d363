/** An export as a job: started, followed, still there after a reload, downloaded, and told under the bell. */
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import type { CameraItem } from "@/lib/domains/cameras/schema";
import type { JobItem } from "@/lib/domains/jobs/schema";
import type { Listing } from "@/lib/http/list";
import { signIn, whenLive, whenMirrored } from "./fixtures/session";

async function startExport(page: Page, body: object): Promise<string> {
  const answer = await page.request.post("/api/exports", { data: body });
  expect(answer.status()).toBe(202);
  return ((await answer.json()) as { id: string }).id;
}

async function whenDone(page: Page, id: string): Promise<void> {
  await expect(async () => {
    const job = (await (await page.request.get(`/api/jobs/${id}`)).json()) as JobItem;
    expect(job.state).toBe("done");
  }).toPass({ timeout: 30_000 });
}

async function cameras(page: Page, query: string): Promise<CameraItem[]> {
  const items: CameraItem[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const more: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await page.request.get(`/api/cameras?limit=200&${query}${more}`);
    const listing = (await answer.json()) as Listing<CameraItem>;
    items.push(...listing.items);
    cursor = listing.nextCursor;
  }
  return items;
}

test("an export shows up by itself, survives a reload, and its file holds the very list", async ({ page }) => {
  await signIn(page, "Administrator");
  await whenMirrored(page);
  await page.goto("/jobs");
  await whenLive(page);
  const query = { state: ["online"], sort: "-name" };
  const id = await startExport(page, { list: "cameras", query, columns: ["name", "serial"], format: "json" });

  const row = page.getByRole("grid", { name: "Jobs" }).getByRole("row", { name: "Export of cameras, JSON" }).first();
  await expect(row).toBeVisible({ timeout: 15_000 });
  await row.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`open=${id}`));
  const job = page.getByRole("complementary", { name: "Job" });
  await expect(job.getByRole("heading", { name: "Export of cameras, JSON" })).toBeVisible();
  await expect(job.getByRole("status")).toHaveText("Done", { timeout: 30_000 });

  await page.reload();
  await whenLive(page);
  const wanted = await cameras(page, "state=online&sort=-name");
  expect(wanted.length).toBeGreaterThan(10);
  await expect(job.getByText(`${wanted.length} of ${wanted.length}`)).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    job.getByRole("link", { name: /^Download/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^cameras-\d{4}-\d\d-\d\d-\d{4}\.json$/);
  const rows = JSON.parse(await readFile(await download.path(), "utf8")) as object[];
  expect(rows).toEqual(
    wanted.map(({ name, device, channelNo }) => ({ name, serial: device?.serial ?? null, channel: channelNo })),
  );
  await page.keyboard.press("Escape");
  await expect(job).toHaveCount(0);
});

test("the bell counts what ended, a notice says so, and looking clears it", async ({ page }) => {
  await signIn(page, "Guard");
  await whenMirrored(page);
  await page.goto("/doors");
  await whenLive(page);
  const id = await startExport(page, { list: "doors" });
  const notice = page.getByRole("alertdialog", { name: "Export of doors is done" });
  await expect(notice).toBeVisible({ timeout: 30_000 });
  const bell = page.getByRole("button", { name: /^Notifications/ });
  await expect(bell).toHaveAccessibleName("Notifications, 1 new");
  await bell.click();
  const list = page.getByRole("dialog", { name: "Notifications" });
  await expect(list.getByRole("link", { name: "Export of doors" })).toHaveAttribute("href", `/jobs?open=${id}`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    list.getByRole("link", { name: /^Download/ }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  expect(text.startsWith("\ufeffName,State,")).toBe(true);
  await page.keyboard.press("Escape");
  await expect(bell).toHaveAccessibleName("Notifications");
  await page.reload();
  await whenLive(page);
  await expect(bell).toHaveAccessibleName("Notifications");
});

test("somebody else's job is not there", async ({ page, browser }) => {
  await signIn(page, "Administrator");
  await whenMirrored(page);
  const id = await startExport(page, { list: "areas" });
  await whenDone(page, id);
  const other = await (await browser.newContext()).newPage();
  await signIn(other, "Auditor", `/jobs?open=${id}`);
  await expect(
    other.getByRole("complementary", { name: "Job" }).getByText("There is no job with this id"),
  ).toBeVisible();
  expect((await other.request.get(`/api/jobs/${id}/result`)).status()).toBe(404);
  await other.context().close();
});
