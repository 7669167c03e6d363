/** Every route and method of app/api: tests that hold for all routes find new ones by themselves. */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { RouteFunction } from "@/lib/http/route";

const folder = resolve("app/api");
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** next-auth makes its own answers; nothing of ours is behind it. */
const withoutPolicy = ["auth/[...nextauth]/route.ts"];

export interface RouteEntry {
  /** Its folder below app/api: `cameras/[id]`. */
  name: string;
  method: string;
  handler: RouteFunction;
}

function hasPolicy(value: unknown): value is RouteFunction {
  return typeof value === "function" && "policy" in value;
}

/** The routes, and in `bare` the handlers that `route` did not make. */
export async function allRoutes(): Promise<{ entries: RouteEntry[]; bare: string[] }> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)route\.tsx?$/.test(file) && !withoutPolicy.includes(file))
    .sort();
  const entries: RouteEntry[] = [];
  const bare: string[] = [];
  for (const file of files) {
    const url = pathToFileURL(join(folder, file)).href;
    const exported = (await import(/* @vite-ignore */ url)) as Record<string, unknown>;
    for (const method of methods.filter((one) => one in exported)) {
      const handler = exported[method];
      if (hasPolicy(handler)) entries.push({ name: file.replace(/\/?route\.tsx?$/, ""), method, handler });
      else bare.push(`${method} ${file}`);
    }
  }
  return { entries, bare };
}

/** The route's dynamic parts, each with the same value. */
export function paramsOf({ name }: RouteEntry, value: string): Record<string, string> {
  return Object.fromEntries([...name.matchAll(/\[\W*(\w+)\]/g)].map(([, part = ""]) => [part, value]));
}

export function pathOf({ name }: RouteEntry, value: string): string {
  return `/api/${name.replace(/\[\W*(\w+)\]/g, encodeURIComponent(value))}`;
}
