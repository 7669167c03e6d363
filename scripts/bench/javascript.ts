/** What a browser loads of our scripts when a page is opened for the first time: the bytes of all of them, gzipped. */
import { gzipSync } from "node:zlib";
import { chromium, type Browser, type Page } from "@playwright/test";
import { findChromium } from "../chromium";
import { progress, table } from "./figures";
import { api, makeFolder, removeFolder, withMirror, type Site } from "./site";

const loadWithinMs = 60_000;
/** The aim on Cameras, and what no page may exceed. */
const aimKb = 240;
const mostKb = 260;

const pages = ["/", "/areas", "/devices", "/cameras", "/doors", "/inputs-outputs", "/settings"] as const;
const details = ["cameras", "devices"] as const;

interface Loaded {
  path: string;
  files: number;
  rawKb: number;
  gzipKb: number;
}

/** Everything that ran as a script until the page was quiet; its live stream never ends and does not count. */
async function load(page: Page, url: string, path: string): Promise<Loaded> {
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") bodies.push(response.body());
  });
  await page.goto(`${url}${path}`, { waitUntil: "load", timeout: loadWithinMs });
  // What the page fetches once it is alive is part of it: wait until its scripts have run.
  await page.locator("header").getByText("Connected").waitFor({ state: "attached", timeout: loadWithinMs });
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => undefined);
  const scripts = await Promise.all(bodies);
  const sum = (sizes: readonly number[]) => sizes.reduce((all, size) => all + size, 0) / 1_000;
  return {
    path,
    files: scripts.length,
    rawKb: sum(scripts.map((body) => body.length)),
    gzipKb: sum(scripts.map((body) => gzipSync(body).length)),
  };
}

async function measure(browser: Browser, site: Site, session: string, paths: readonly string[]): Promise<Loaded[]> {
  const [name = "", value = ""] = session.split(/=(.*)/s);
  const found: Loaded[] = [];
  for (const path of paths) {
    progress(`Opening ${path}.`);
    // Each page in a browser that has seen nothing yet.
    const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
    try {
      await context.addCookies([{ name, value, url: site.url }]);
      found.push(await load(await context.newPage(), site.url, path));
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
        details.map(async (noun) => {
          const { items } = await api<{ items: { id: string }[] }>(site, session, `/api/${noun}?limit=1`);
          return `/${noun}/${encodeURIComponent(items[0]?.id ?? "")}`;
        }),
      );
      const args = ["--no-sandbox", "--disable-gpu"];
      const browser = await chromium.launch({ args, ...(executablePath === null ? {} : { executablePath }) });
      try {
        const found = await measure(browser, site, session, [...pages, ...ids]);
        table(
          `JavaScript at first load, kB (aim ${aimKb} on Cameras, at most ${mostKb} on any page)`,
          ["page", "scripts", "raw", "gzip", "within"],
          found.map(({ path, files, rawKb, gzipKb }) => [
            path.replace(/^(\/\w+)\/.+/, "$1/[id]"),
            String(files),
            rawKb.toFixed(0),
            gzipKb.toFixed(1),
            gzipKb <= aimKb ? "aim" : gzipKb <= mostKb ? "limit" : "no",
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
