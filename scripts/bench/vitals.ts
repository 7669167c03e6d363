/** What a person feels on Cameras with 20,000 cameras: how soon it is painted, and how soon a press shows. */
import { chromium, type Browser, type Page } from "@playwright/test";
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

interface Run {
  lcp: number;
  /** Milliseconds of each press, by kind; those that were not reported count as the threshold. */
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

async function use(page: Page): Promise<Run["presses"]> {
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
  const boxes = grid.getByRole("checkbox");
  // Only who may do something with several cameras can choose them.
  const select = !(await boxes.first().isVisible())
    ? []
    : await doAs(page, "select", 4, async () => {
        for (const at of [2, 3, 4]) await boxes.nth(at).click();
        await page.keyboard.press("Escape");
      });
  return { search, sort, filter, scroll, select };
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
    await page.locator("header").getByText("Connected").waitFor({ state: "attached" });
    await page.evaluate(() => new Promise((done) => setTimeout(() => requestIdleCallback(done), 500)));
    const { lcp } = await page.evaluate(() => (window as Watched).vitals);
    const presses = await use(page);
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
        ...[name, each, percentile(values, 0.5).toFixed(0), percentile(values, 0.75).toFixed(0)],
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
