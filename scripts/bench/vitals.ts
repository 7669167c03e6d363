/** What a person feels on Cameras with 20,000 cameras: how soon it is painted, and how soon a press shows. */
import { chromium, type Browser, type Page } from "@playwright/test";
import type { AreaTree } from "@/lib/domains/areas/schema";
import { nestAreas } from "@/lib/domains/areas/terms";
import { findChromium } from "../chromium";
import { percentile, progress, spread, table } from "./figures";
import { watchProcessors } from "./processes";
import { withSite, type Site } from "./site";

const runs = 7;
const viewport = { width: 1440, height: 900 };
/** Browsers report no event that took less. */
const reportedFromMs = 16;

const kinds = ["search", "sort", "filter", "scroll", "select"] as const;
type Kind = (typeof kinds)[number];

interface Seen {
  lcp: number;
  /** Longest of each interaction, by what the person was doing. */
  interactions: { kind: string; id: number; ms: number }[];
}

type Watched = typeof window & { vitals: Seen; doing: string };

/** Runs in the page before anything else. */
function watch(): void {
  const here = window as Watched;
  here.vitals = { lcp: NaN, interactions: [] };
  here.doing = "";
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) here.vitals.lcp = startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[]) {
      const { interactionId: id, duration: ms } = entry;
      if (id === 0) continue;
      const known = here.vitals.interactions.find((each) => each.id === id);
      if (known === undefined) here.vitals.interactions.push({ kind: here.doing, id, ms });
      else known.ms = Math.max(known.ms, ms);
    }
  }).observe({ type: "event", buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}

const inWords = (ms: number) => (ms === reportedFromMs ? `at most ${reportedFromMs}` : ms.toFixed(0));

interface Run {
  lcp: number;
  /** Milliseconds of each press, by kind; those that were not reported count as the threshold, "at most 16". */
  presses: Record<Kind, number[]>;
  others: number;
}

async function doAs(page: Page, kind: Kind, presses: number, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate((doing) => void ((window as Watched).doing = doing), kind);
  await work();
  // The last frame has been painted, and what was seen has been told.
  await page.evaluate(() => new Promise((done) => setTimeout(() => requestIdleCallback(done), 300)));
  const seen = await page.evaluate(() => (window as Watched).vitals.interactions);
  const found = seen.filter((each) => each.kind === kind).map(({ ms }) => ms);
  return [...found, ...Array.from({ length: Math.max(0, presses - found.length) }, () => reportedFromMs)];
}

async function settled(page: Page): Promise<void> {
  await page.locator("header").getByText("Connected").waitFor({ state: "attached" });
  await page.evaluate(() => new Promise((done) => setTimeout(() => requestIdleCallback(done), 500)));
}

async function use(page: Page): Promise<Omit<Run["presses"], "select">> {
  const grid = page.getByRole("grid", { name: "Cameras" });
  const all = grid.getByRole("row").nth(1);
  const type = async (keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key, { delay: 30 });
  };
  const head = grid.getByRole("columnheader", { name: "Name" }).getByRole("button");
  const search = await doAs(page, "search", 14, async () => {
    await page.getByRole("searchbox").click();
    await type([..."camera"]);
    await page.waitForURL(/q=camera/);
    await type(Array.from({ length: 7 }, () => "Backspace"));
    await page.waitForURL((url) => !url.searchParams.has("q"));
    await all.waitFor();
  });
  const sort = await doAs(page, "sort", 4, async () => {
    for (const order of [/sort=-name/, /cameras$/, /sort=-name/, /cameras$/]) {
      await head.click();
      await page.waitForURL(order);
      await grid.getByRole("row").nth(1).waitFor();
    }
  });
  const filter = await doAs(page, "filter", 4, async () => {
    await page.getByRole("button", { name: "State", exact: true }).first().click();
    await page.getByRole("option", { name: "Offline" }).click();
    await page.keyboard.press("Escape");
    await page.waitForURL(/state=offline/);
    await page.getByRole("button", { name: "Clear State" }).click();
    await all.waitFor();
  });
  const scroll = await doAs(page, "scroll", 24, async () => {
    await grid.getByRole("row").nth(1).focus();
    await type([...Array.from({ length: 20 }, () => "PageDown"), "End", "Home", "ArrowDown", "ArrowDown"]);
  });
  return { search, sort, filter, scroll };
}

/** Rows can be chosen where something can be done with several: in an area, from which cameras are removed. */
async function choose(page: Page, site: Site): Promise<number[]> {
  const answer = await page.request.get(`${site.url}/api/areas/tree`);
  const { items } = (await answer.json()) as AreaTree;
  const [largest] = nestAreas(items).sort((a, b) => b.within.cameras - a.within.cameras);
  await page.goto(`${site.url}/areas?area=${encodeURIComponent(largest?.id ?? "")}`, { waitUntil: "load" });
  await settled(page);
  const boxes = page.getByRole("grid", { name: "Cameras" }).getByRole("checkbox");
  await boxes.nth(4).waitFor();
  return doAs(page, "select", 4, async () => {
    for (const at of [1, 2, 3]) await boxes.nth(at).click();
    await page.keyboard.press("Escape");
    await page.getByRole("toolbar", { name: "Chosen rows" }).waitFor({ state: "detached" });
  });
}

async function once(browser: Browser, site: Site, session: string): Promise<Run> {
  // Nothing is in the cache of a new context.
  const context = await browser.newContext({ viewport, locale: "en-GB" });
  try {
    const at = session.indexOf("=");
    await context.addCookies([{ name: session.slice(0, at), value: session.slice(at + 1), url: site.url }]);
    const page = await context.newPage();
    await page.addInitScript(watch);
    const processors = watchProcessors();
    await page.goto(`${site.url}/cameras`, { waitUntil: "load" });
    await settled(page);
    const { lcp } = await page.evaluate(() => (window as Watched).vitals);
    const onCameras = await use(page);
    const presses = { ...onCameras, select: await choose(page, site) };
    return { lcp, presses, others: processors().takenByOthers };
  } finally {
    await context.close();
  }
}

export async function benchVitals(): Promise<void> {
  const executablePath = findChromium();
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  const browser = await chromium.launch({ args, ...(executablePath === null ? {} : { executablePath }) });
  try {
    await withSite(async (site, session) => {
      progress("Warming up.");
      await once(browser, site, session);
      const done: Run[] = [];
      for (let run = 1; run <= runs; run += 1) {
        progress(`Run ${run} of ${runs}.`);
        done.push(await once(browser, site, session));
      }
      const row = (name: string, values: readonly number[], each: string) => [
        ...[name, each, inWords(percentile(values, 0.5)), inWords(percentile(values, 0.75))],
        spread(values, 0),
      ];
      const worst = ({ presses }: Run) => Math.max(...kinds.flatMap((kind) => presses[kind]));
      table(
        `Cameras with 20,000 cameras, ${runs} visits, milliseconds; others had ${spread(
          done.map(({ others }) => others * 100),
          0,
        )} % of the processors`,
        ["", "one for each", "p50", "p75", "median (smallest–largest)"],
        [
          row(
            "LCP",
            done.map(({ lcp }) => lcp),
            "visit",
          ),
          row("INP: the longest interaction", done.map(worst), "visit"),
          ...kinds.map((kind) =>
            row(
              kind,
              done.flatMap(({ presses }) => presses[kind]),
              "press",
            ),
          ),
        ],
      );
    });
  } finally {
    await browser.close();
  }
}
