/** What a browser loads of our scripts when a page is opened for the first time: the bytes of all of them, gzipped. */
import { gzipSync } from "node:zlib";
import { chromium, type Browser, type Page } from "@playwright/test";
import { findChromium } from "../chromium";
import { progress, table } from "./figures";
import { api, makeFolder, removeFolder, withMirror, type Site } from "./site";

const loadWithinMs = 60_000;
/** Set by a page before it loads what may be opened (components/ui/ahead.tsx). */
const aheadMark = "ahead";
/** Pages that load ahead begin a second after they have come to rest. */
const restsWithinMs = 4_000;
/** The aim on Alarms and Cameras, and what no page may exceed. */
const aimKb = 240;
const mostKb = 260;

const pages = [
  "/",
  "/alarms",
  "/alarm-quality",
  "/alarm-rules",
  "/alarm-log",
  "/areas",
  "/devices",
  "/cameras",
  "/doors",
  "/events",
  "/inputs-outputs",
  "/health",
  "/handover",
  "/jobs",
  "/audit",
  "/settings",
  "/settings/synchronisation",
  "/settings/retention",
  "/settings/licences",
  "/settings/escalation",
  "/settings/users",
  "/settings/roles",
  "/settings/about",
  "/account",
] as const;
/** Things with a page of their own, and the list's path. */
const details = { alarms: "/alarms", cameras: "/cameras", devices: "/devices", users: "/settings/users" } as const;

interface Wanted {
  name: string;
  path: string;
}

interface Loaded {
  name: string;
  files: number;
  rawKb: number;
  gzipKb: number;
  /** Loaded once the page was at rest, for what keys and buttons will open. */
  aheadKb: number;
}

interface Script {
  url: string;
  body: Buffer;
}

/** The addresses of what began to load after the page's own mark; the browser keeps the time of each. */
async function loadedAhead(page: Page): Promise<ReadonlySet<string>> {
  const marked = await page
    .waitForFunction((mark) => performance.getEntriesByName(mark).length > 0, aheadMark, { timeout: restsWithinMs })
    .catch(() => null);
  if (marked === null) return new Set();
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => undefined);
  return new Set(
    await page.evaluate((mark) => {
      const began = performance.getEntriesByName(mark)[0]?.startTime ?? Infinity;
      const all = performance.getEntriesByType("resource");
      return all.filter(({ startTime }) => startTime >= began).map(({ name }) => name);
    }, aheadMark),
  );
}

/** Everything that ran as a script until the page was quiet; its live stream never ends and does not count. */
async function load(page: Page, url: string, { name, path }: Wanted): Promise<Loaded> {
  const bodies: Promise<Script>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    bodies.push(response.body().then((body) => ({ url: response.url(), body })));
  });
  await page.goto(`${url}${path}`, { waitUntil: "load", timeout: loadWithinMs });
  // What the page fetches once it is alive is part of it: wait until its scripts have run.
  await page.locator("header").getByText("Connected").waitFor({ state: "attached", timeout: loadWithinMs });
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => undefined);
  const ahead = await loadedAhead(page);
  const all = await Promise.all(bodies);
  const scripts = all.filter(({ url }) => !ahead.has(url));
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0) / 1_000;
  const gzipped = (of: readonly Script[]) => sum(of.map(({ body }) => gzipSync(body).length));
  return {
    name,
    files: scripts.length,
    rawKb: sum(scripts.map(({ body }) => body.length)),
    gzipKb: gzipped(scripts),
    aheadKb: gzipped(all.filter(({ url }) => ahead.has(url))),
  };
}

async function measure(browser: Browser, site: Site, session: string, wanted: readonly Wanted[]): Promise<Loaded[]> {
  const [cookie = "", value = ""] = session.split(/=(.*)/s);
  const found: Loaded[] = [];
  for (const each of wanted) {
    progress(`Opening ${each.name}.`);
    // Each page in a browser that has seen nothing yet.
    const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
    try {
      await context.addCookies([{ name: cookie, value, url: site.url }]);
      found.push(await load(await context.newPage(), site.url, each));
    } finally {
      await context.close();
    }
  }
  return found;
}

export async function benchJavascript(): Promise<void> {
  const executablePath = findChromium();
  const folder = makeFolder();
  try {
    await withMirror(folder, "small", async (site, session) => {
      const ids = await Promise.all(
        Object.entries(details).map(async ([noun, path]) => {
          const { items } = await api<{ items: { id: string }[] }>(site, session, `/api/${noun}?limit=1`);
          if (items.length === 0) progress(`${path} has nothing to open.`);
          return { name: `${path}/[id]`, path: `${path}/${encodeURIComponent(items[0]?.id ?? "")}` };
        }),
      );
      const args = ["--no-sandbox", "--disable-gpu"];
      const browser = await chromium.launch({ args, ...(executablePath === null ? {} : { executablePath }) });
      try {
        const all = [...pages.map((path) => ({ name: path, path })), ...ids];
        const found = await measure(browser, site, session, all);
        table(
          `JavaScript at first load, kB (aim ${aimKb} on Alarms and Cameras, at most ${mostKb} on any page)`,
          ["page", "scripts", "raw", "gzip", "within", "ahead"],
          found.map(({ name, files, rawKb, gzipKb, aheadKb }) => [
            name,
            String(files),
            rawKb.toFixed(0),
            gzipKb.toFixed(1),
            gzipKb <= aimKb ? "aim" : gzipKb <= mostKb ? "limit" : "no",
            aheadKb.toFixed(1),
          ]),
        );
      } finally {
        await browser.close();
      }
    });
  } finally {
    removeFolder(folder);
  }
}
