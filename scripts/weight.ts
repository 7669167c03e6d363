/**
 * `npm run weight`: what each page of the build loads of our scripts before it is alive, each file gzipped by itself.
 * Fails where that is over the budget. What a page fetches once it is drawn is counted in a browser, by the benchmark.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const root = resolve(import.meta.dirname, "..");
const stats = join(root, ".next", "diagnostics", "route-bundle-stats.json");
/** No page may load more, whatever stands on it. */
const mostKb = 260;

interface Route {
  route: string;
  /** From the folder of the project. */
  firstLoadChunkPaths: string[];
}

const sizes = new Map<string, number>();

function gzipped(path: string): number {
  const size = sizes.get(path) ?? gzipSync(readFileSync(join(root, path))).length;
  sizes.set(path, size);
  return size;
}

if (!existsSync(stats)) throw new Error(`${stats} is missing. Run \`npm run build\` first.`);
const routes = JSON.parse(readFileSync(stats, "utf8")) as Route[];
const found = routes
  .map(({ route, firstLoadChunkPaths }) => ({
    route,
    kb: firstLoadChunkPaths.reduce((sum, path) => sum + gzipped(path), 0) / 1_000,
  }))
  .sort((a, b) => b.kb - a.kb);
const over = found.filter(({ kb }) => kb > mostKb);
for (const { route, kb } of found) process.stdout.write(`${kb.toFixed(1).padStart(6)} kB  ${route}\n`);
if (found.length === 0) throw new Error("The build tells of no pages.");
if (over.length > 0) {
  const words = over.map(({ route, kb }) => `${route} ${kb.toFixed(1)} kB`).join(", ");
  process.stdout.write(`Over ${mostKb} kB: ${words}. Load dialogs, forms and choosers when they are opened.\n`);
  process.exitCode = 1;
}
