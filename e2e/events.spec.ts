/** Somebody passes a door, and whoever watches sees it at once; nothing moves while they look closer. */
import { randomUUID } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import type { QueueStates } from "@/lib/domains/queues/schema";
import { databaseOf } from "./fixtures/database";
import { sandboxOf, type Sandbox } from "./fixtures/sandbox";
import { signIn, whenLive, whenMirrored } from "./fixtures/session";

interface Summary {
  samples: { persons: { id: string }[] };
}

interface Site {
  sandbox: Sandbox;
  person: { id: string; name: string };
  door: { id: string; name: string };
}

/** Somebody and a door; the administrator alone knows where the sandbox is. */
async function siteOf(admin: Page, called: string): Promise<Site> {
  await signIn(admin, "Administrator");
  await whenMirrored(admin);
  const sandbox = await sandboxOf(admin);
  const { samples } = await sandbox.get<Summary>("people/summary");
  const one = samples.persons.at(-1);
  const { items } = (await (await admin.request.get(`/api/doors?q=${encodeURIComponent(called)}`)).json()) as {
    items: { id: string; name: string }[];
  };
  const door = items.find(({ name }) => name === called);
  if (one === undefined || door === undefined) throw new Error("The sandbox has nobody, or no such door.");
  await sandbox.patch(`people/persons/${one.id}`, { firstName: "Wanda", lastName: "Passerby" });
  return { sandbox, person: { id: one.id, name: "Wanda Passerby" }, door };
}

const soon = { timeout: 30_000 };

test("a swipe appears by itself with the name, a stranger is refused, and a filter finds them", async ({
  page,
  browser,
}) => {
  const admin = await browser.newPage();
  const { sandbox, person, door } = await siteOf(admin, "Staff Entrance");
  await signIn(page, "Guard", "/events?kind=authentication");
  await whenLive(page);
  const rows = page.getByRole("grid", { name: "Events" }).getByRole("row");

  // A card that nobody else shows, so that the rows are this journey's.
  const card = String(Date.now()).slice(-10);
  await sandbox.post("people/swipes", { personId: person.id, doorId: door.id, cardNo: `1${card}`, ok: true });
  const granted = rows.filter({ hasText: person.name }).filter({ hasText: door.name }).filter({ hasText: "Granted" });
  await expect(granted.first()).toBeVisible(soon);

  await sandbox.post("people/swipes", { personId: null, doorId: door.id, cardNo: `2${card}`, ok: false });
  const refused = rows.filter({ hasText: `Card ending in ${card.slice(-4)}` }).filter({ hasText: "Denied" });
  await expect(refused).toHaveCount(1, soon);

  await page.getByRole("button", { name: "Result", exact: true }).click();
  await page.getByRole("option", { name: "Denied" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/result=denied/);
  await expect(granted).toHaveCount(0);
  await expect(refused).toHaveCount(1);
  await page.reload();
  await whenLive(page);
  await expect(refused).toHaveCount(1);

  // By the end of a card, and opened from the keyboard.
  await page.getByRole("button", { name: "Clear Result" }).click();
  await page.getByRole("searchbox", { name: "Person, door or device" }).fill(`${card.slice(-4)} denied`);
  await expect(page).toHaveURL(/q=/);
  await expect(granted).toHaveCount(0);
  await refused.focus();
  await page.keyboard.press("Enter");
  const event = page.getByRole("complementary", { name: "Event" });
  await expect(event.getByText("Denied", { exact: true })).toBeVisible();
  await expect(event.getByRole("link", { name: door.name })).toHaveAttribute("href", /\/doors\?open=/);
  await page.keyboard.press("Escape");
  await expect(event).toHaveCount(0);
  await admin.close();
});

test("no row moves under the focus: what arrives waits behind a button", async ({ page, browser }) => {
  const admin = await browser.newPage();
  const { sandbox, person, door } = await siteOf(admin, "Main Door");
  await signIn(page, "Guard", `/events?source=${encodeURIComponent(door.id)}`);
  await whenLive(page);
  const rows = page.getByRole("grid", { name: "Events" }).getByRole("row");
  const swipe = (ending: string) =>
    sandbox.post("people/swipes", { personId: null, doorId: door.id, cardNo: `77${ending}`, ok: false });
  await swipe("1111");
  const first = rows.nth(1);
  await expect(first).toContainText("Card ending in 1111", soon);
  await first.focus();

  await sandbox.post("people/swipes", { personId: person.id, doorId: door.id, ok: true });
  await swipe("2222");
  const news = page.getByRole("button", { name: "2 new events" });
  await expect(news).toBeVisible(soon);
  await expect(first).toContainText("Card ending in 1111");
  await expect(first).toBeFocused();
  await news.click();
  await expect(news).toHaveCount(0);
  await expect(rows.nth(1)).toContainText("Card ending in 2222");
  await expect(rows.nth(2)).toContainText(person.name);
  await admin.close();
});

/** The address of a fresh picture, as the alarm queue tells it: the sandbox signs no other on demand. */
async function pictureAddress(admin: Page, sandbox: Sandbox): Promise<string> {
  const guid = randomUUID();
  // One whose pictures can be decoded.
  let source = "";
  await expect(async () => {
    const { items } = (await (await admin.request.get("/api/cameras?state=online&limit=200")).json()) as {
      items: { id: string; thumbnail: { state: string } }[];
    };
    source = items.find(({ thumbnail }) => thumbnail.state === "ready")?.id ?? "";
    expect(source, "a camera with a picture").not.toBe("");
  }).toPass({ timeout: 60_000 });
  await sandbox.post("queues/emit", { type: "10002", source, guid, pictures: true, queue: "alarm" });
  const database = await databaseOf(process.env["GATEHOUSE_E2E_FOLDER"] ?? "");
  try {
    let url: string | null | undefined;
    await expect(async () => {
      const told = await database.query<{ url: string | null }>(
        "SELECT raw #>> '{fileInfo,file,0,url}' AS url FROM queue_message WHERE guid = $1",
        [guid],
      );
      url = told.rows[0]?.url;
      expect(url, "the alarm's picture").toMatch(/^http/);
    }).toPass(soon);
    return url ?? "";
  } finally {
    await database.end();
  }
}

/** Both queues are heard: what is told before goes to nobody. */
async function whenHeard(admin: Page): Promise<void> {
  await expect(async () => {
    const { items } = (await (await admin.request.get("/api/queues")).json()) as QueueStates;
    const running = items.filter(({ state }) => state === "running").map(({ queue }) => queue);
    expect(running).toEqual(expect.arrayContaining(["alarms", "messages"]));
  }).toPass({ timeout: 60_000 });
}

test("a picture of who passed is kept and shown, and the look is written down", async ({ page, browser }) => {
  const admin = await browser.newPage();
  const { sandbox, person, door } = await siteOf(admin, "Staff Entrance");
  await whenHeard(admin);
  const lastName = `Pictured${Date.now()}`;
  const at = `${new Date().toISOString().slice(0, 19)}+00:00`;
  const device = { id: "terminal-of-the-journey", name: "Terminal" };
  const event = {
    basicInfo: {
      ...{ eventType: 110_003, elementId: door.id, elementType: 1002, elementName: door.name },
      ...{ deviceId: device.id, serialNo: Date.now() % 1_000_000_000, occurTime: at },
    },
    intelliInfo: { personId: person.id, firstName: "Petra", lastName, authResult: 1 },
  };
  const message = {
    basicInfo: { msgType: "Msg110003", occurrenceTime: at, device },
    picture: [{ url: await pictureAddress(admin, sandbox) }],
    data: { openDoorInfo: { event } },
  };
  await sandbox.post("queues/emit", { queue: "rawmsg", message });
  await admin.close();

  await signIn(page, "Guard");
  let pictured = "";
  await expect(async () => {
    const answer = await page.request.get(`/api/events?kind=authentication&q=${lastName}`);
    const { items } = (await answer.json()) as { items: { id: string; picture: object | null }[] };
    pictured = items.find(({ picture }) => picture !== null)?.id ?? "";
    expect(pictured, "the event with its picture").not.toBe("");
  }).toPass(soon);
  await page.goto(`/events?open=${pictured}`);
  await whenLive(page);
  const drawer = page.getByRole("complementary", { name: "Event" });
  await expect(drawer).toContainText(`Petra ${lastName}`);
  await drawer.getByRole("button", { name: "Enlarge the picture" }).first().click();
  const large = page.getByRole("dialog");
  await expect(large.getByText("Looking at it is recorded.")).toBeVisible();
  const width = () => large.getByRole("img").evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(width, soon).toBeGreaterThan(0);
  const auditor = await browser.newPage();
  await signIn(auditor, "Auditor");
  const looks = await auditor.request.get(`/api/audit?action=event.files.view&objectKind=event&objectId=${pictured}`);
  expect(((await looks.json()) as { items: unknown[] }).items.length).toBeGreaterThan(0);
  await auditor.close();
});

test("a receptionist sees events too", async ({ page }) => {
  await signIn(page, "Receptionist", "/events");
  await whenLive(page);
  await expect(page.getByRole("heading", { level: 1, name: "Events" })).toBeVisible();
  expect((await page.request.get("/api/events")).status()).toBe(200);
});
