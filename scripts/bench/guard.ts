/** What a guard feels: from the gateway's queue to a row on the screen, and from a key to what it changed, painted. */
import { chromium, type Page } from "@playwright/test";
import type { DeviceItem } from "@/lib/domains/devices/schema";
import type { Listing } from "@/lib/http/list";
import { sleep } from "@/lib/time";
import { findChromium } from "../chromium";
import { camerasOf, keepSweeping, tellAlarms } from "./alarm-source";
import { percentile, progress, spread, table } from "./figures";
import { watchProcessors } from "./processes";
import { api, control, withSite, type Site } from "./site";

const singles = 120;
const stormPerMinute = 1_000;
const presses = 40;
/** High enough for every row of a moment of the storm. */
const viewport = { width: 1440, height: 2_400 };
const shownWithinMs = 30_000;
/** The aims: a network of at most this much each way between us and the gateway. */
const networkMs = 15;

type Watched = typeof window & { rows: Record<string, number> };

/**
 * Runs in the page before anything else: when each alarm's row was first painted, ms since 1970. No function in it has a
 * name: the page does not know the helper by which names are kept.
 */
function watchRows(): void {
  const here = window as Watched;
  here.rows = {};
  new MutationObserver(() => {
    const fresh = [...document.querySelectorAll<HTMLElement>("[data-alarm]")]
      .map((row) => row.dataset["alarm"] ?? "")
      .filter((id) => !(id in here.rows));
    for (const id of fresh) here.rows[id] = NaN;
    if (fresh.length === 0) return;
    requestAnimationFrame(() =>
      setTimeout(() => {
        for (const id of fresh) here.rows[id] = Date.now();
      }),
    );
  }).observe(document, {
    ...{ subtree: true, childList: true, attributes: true },
    attributeFilter: ["data-alarm"],
  });
}

/** Milliseconds from the queue to the painted row, of those that were shown once the last was, or within half a minute. */
async function shown(page: Page, told: ReadonlyMap<string, number>, all: boolean): Promise<number[]> {
  const ids = [...told.keys()];
  const wanted = all ? ids : ids.slice(-1);
  for (const giveUp = Date.now() + shownWithinMs; Date.now() < giveUp; await sleep(200)) {
    if (await page.evaluate((each) => each.every((id) => (window as Watched).rows[id]), wanted)) break;
  }
  const rows = await page.evaluate(() => (window as Watched).rows);
  return [...told].flatMap(([id, at]) => (Number.isFinite(rows[id]) ? [(rows[id] ?? NaN) - at] : []));
}

/** People at work meanwhile: a device is asked anew so many times a second. */
async function interactive(site: Site, session: string, perSecond: number): Promise<() => Promise<void>> {
  const { items } = await api<Listing<DeviceItem>>(site, session, "/api/devices?limit=50");
  const stop = new AbortController();
  const asking = (async () => {
    for (let at = 0; !stop.signal.aborted; at += 1) {
      const { id } = items[at % items.length] ?? {};
      // Their answers are not what is measured, and a device that is offline refuses.
      void api(site, session, `/api/devices/${id ?? ""}/refresh`, {}).catch(() => undefined);
      await sleep(1_000 / perSecond, stop.signal).catch(() => undefined);
    }
  })();
  return async () => {
    stop.abort();
    await asking;
  };
}

/** Presses a key; milliseconds until `selector` stands on the screen with this text, painted. */
async function press(page: Page, key: string, selector: string, text: string): Promise<number> {
  await page.evaluate(
    ([where, words]) => {
      const here = window as typeof window & { painted: Promise<number> };
      here.painted = new Promise((done) => {
        let began = NaN;
        addEventListener("keydown", (event) => (began = event.timeStamp), { capture: true, once: true });
        const observer = new MutationObserver(() => {
          if (Number.isNaN(began)) return;
          if (document.querySelector(where)?.textContent.includes(words) !== true) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
        });
        observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      });
    },
    [selector, text] as const,
  );
  await page.keyboard.press(key);
  return page.evaluate(() => (window as typeof window & { painted: Promise<number> }).painted);
}

const settled = (page: Page) =>
  page.evaluate(() => new Promise((done) => setTimeout(() => requestIdleCallback(done), 400)));

/** A guard goes through the queue by keyboard. */
async function triage(page: Page): Promise<Record<"acknowledge" | "resolve" | "next", number[]>> {
  const times = { acknowledge: [] as number[], resolve: [] as number[], next: [] as number[] };
  const grid = '[role="grid"]';
  await page.keyboard.press("k");
  for (let at = 0; at < presses; at += 1) {
    await settled(page);
    const current = await page.locator(`${grid} [aria-current]`).getAttribute("data-alarm");
    const row = `${grid} [data-alarm="${current ?? ""}"]`;
    times.acknowledge.push(await press(page, "a", row, "Acknowledged"));
    await settled(page);
    times.resolve.push(await press(page, "r", '[role="dialog"]', "Resolve"));
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await settled(page);
    const index = Number(await page.locator(`${grid} [aria-current]`).getAttribute("data-index"));
    times.next.push(await press(page, "j", `${grid} [aria-current][data-index="${index + 1}"]`, ""));
  }
  return times;
}

const ms = (values: readonly number[]) => [0.5, 0.95, 1].map((share) => percentile(values, share).toFixed(0));

export async function benchGuard(): Promise<void> {
  const executablePath = findChromium();
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  const browser = await chromium.launch({ args, ...(executablePath === null ? {} : { executablePath }) });
  try {
    await withSite(async (site, session) => {
      await control(site, "POST", "/faults", { kind: "latency", ms: networkMs });
      const context = await browser.newContext({ viewport, locale: "en-GB" });
      const at = session.indexOf("=");
      await context.addCookies([{ name: session.slice(0, at), value: session.slice(at + 1), url: site.url }]);
      const page = await context.newPage();
      await page.addInitScript(watchRows);
      await page.goto(`${site.url}/alarms`, { waitUntil: "load" });
      await page.locator("header").getByText("Connected").waitFor({ state: "attached" });
      await settled(page);
      const sources = await camerasOf(site, session, 2 * singles + stormPerMinute);

      const rows: string[][] = [];
      const processors = watchProcessors();
      for (const [index, perSecond] of [0.5, 1.5].entries()) {
        progress(`One alarm a second, a sweep, ${perSecond} calls of people a second.`);
        const rest = keepSweeping(site, session);
        const leave = await interactive(site, session, perSecond);
        const some = sources.slice(index * singles, (index + 1) * singles);
        const told = await tellAlarms(site, some, 1_000).finally(() => Promise.all([rest(), leave()]));
        const times = await shown(page, told, true);
        rows.push([
          `1 a second, a sweep, ${perSecond} calls of people a second`,
          `${times.length} of ${told.size}`,
          ...ms(times),
        ]);
      }
      progress("A guard at the keyboard.");
      const keys = await triage(page);
      progress("A storm.");
      await page.goto(`${site.url}/alarms`, { waitUntil: "load" });
      await page.locator("header").getByText("Connected").waitFor({ state: "attached" });
      await settled(page);
      const storm = await tellAlarms(site, sources.slice(2 * singles), 60_000 / stormPerMinute);
      const times = await shown(page, storm, false);
      rows.push([`${stormPerMinute} a minute`, `${times.length} of ${storm.size}`, ...ms(times)]);
      const { takenByOthers } = processors();
      const others = `other programs took ${(takenByOthers * 100).toFixed(0)} % of the processors`;
      table(
        `From the gateway's queue to the painted row, gateway ${networkMs} ms away; ${others}`,
        ["what", "shown", "p50, ms", "p95, ms", "longest, ms"],
        rows,
      );
      table(
        "From a key to what it changed, painted",
        ["key", "presses", "p50, ms", "p95, ms", "median (smallest–largest)"],
        Object.entries(keys).map(([name, values]) => [
          ...[name, String(values.length), ...ms(values).slice(0, 2)],
          spread(values, 0),
        ]),
      );
    });
  } finally {
    await browser.close();
  }
}
