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

const pages = [
  "/",
  "/areas",
  "/devices",
  "/cameras",
  "/doors",
  "/inputs-outputs",
  "/health",
  "/jobs",
  "/audit",
  "/settings",
  "/settings/synchronisation",
  "/settings/retention",
  "/settings/licences",
  "/settings/users",
  "/settings/roles",
  "/settings/about",
  "/account",
] as const;
/** Things with a page of their own, and the list's path. */
const details = { cameras: "/cameras", devices: "/devices", users: "/settings/users" } as const;

interface Wanted {
  name: string;
  path: string;
}

interface Loaded {
  name: string;
  files: number;
  rawKb: number;
  gzipKb: number;
}

/** Everything that ran as a script until the page was quiet; its live stream never ends and does not count. */
async function load(page: Page, url: string, { name, path }: Wanted): Promise<Loaded> {
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
    name,
    files: scripts.length,
    rawKb: sum(scripts.map((body) => body.length)),
    gzipKb: sum(scripts.map((body) => gzipSync(body).length)),
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
          return { name: `${path}/[id]`, path: `${path}/${encodeURIComponent(items[0]?.id ?? "")}` };
        }),
      );
      const args = ["--no-sandbox", "--disable-gpu"];
      const browser = await chromium.launch({ args, ...(executablePath === null ? {} : { executablePath }) });
      try {
        const all = [...pages.map((path) => ({ name: path, path })), ...ids];
        const found = await measure(browser, site, session, all);
        table(
          `JavaScript at first load, kB (aim ${aimKb} on Cameras, at most ${mostKb} on any page)`,
          ["page", "scripts", "raw", "gzip", "within"],
          found.map(({ name, files, rawKb, gzipKb }) => [
            name,
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
