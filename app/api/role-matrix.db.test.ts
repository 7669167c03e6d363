/** Every route and method against every role: a new route joins by itself. */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe } from "vitest";
import { may, permissions, roles } from "@/lib/auth/roles";
import type { RouteFunction, RoutePolicy } from "@/lib/http/route";
import { browserRequest, callRoute, signedIn, type RequestInitOfTests } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";

const folder = resolve("app/api");
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** next-auth makes its own answers; nothing of ours is behind it. */
const withoutPolicy = ["auth/[...nextauth]/route.ts"];

interface Entry {
  name: string;
  method: string;
  handler: RouteFunction;
}

function hasPolicy(value: unknown): value is RouteFunction {
  return typeof value === "function" && "policy" in value;
}

const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
  /(^|\/)route\.tsx?$/.test(file),
);
const entries: Entry[] = [];
const bare: string[] = [];

for (const file of files.filter((one) => !withoutPolicy.includes(one)).sort()) {
  const exported = (await import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href)) as Record<string, unknown>;
  for (const method of methods.filter((one) => one in exported)) {
    const handler = exported[method];
    if (hasPolicy(handler)) entries.push({ name: file.replace(/\/?route\.tsx?$/, ""), method, handler });
    else bare.push(`${method} ${file}`);
  }
}

/**
 * Carries a parameter no route knows, so that a request which is let in ends at 400 (or 404) before the handler: the
 * matrix opens no door and calls no gateway.
 */
function requestTo({ name, method }: Entry, make: (path: string, init: RequestInitOfTests) => Request): Request {
  return make(`/api/${name.replace(/\[\W*(\w+)\]/g, "1")}?role-matrix=1`, { method });
}

function expectedStatus({ allow }: RoutePolicy, role: (typeof roles)[number] | null): number {
  if (allow === "public") return 400;
  if (role === null) return 401;
  return allow === "signed-in" || may(role, allow) ? 400 : 403;
}

async function statusOf(entry: Entry, request: Request): Promise<number> {
  const params = Object.fromEntries([...entry.name.matchAll(/\[\W*(\w+)\]/g)].map(([, name = ""]) => [name, "1"]));
  const { status } = await callRoute(entry.handler, request, params);
  return status === 404 ? 400 : status;
}

dbTest("finds the routes, and each has a policy from the table", () => {
  expect(entries.length).toBeGreaterThan(1);
  expect(bare).toEqual([]);
  for (const entry of entries) {
    expect(["public", "signed-in", ...permissions], `${entry.method} ${entry.name}`).toContain(
      entry.handler.policy.allow,
    );
  }
});

describe.each(entries.map((entry) => ({ label: `${entry.method} /api/${entry.name}`, entry })))(
  "$label",
  ({ entry }) => {
    dbTest("asks strangers to sign in unless it is public", async () => {
      expect(await statusOf(entry, requestTo(entry, browserRequest))).toBe(expectedStatus(entry.handler.policy, null));
    });

    dbTest.each(roles)("lets in or refuses a %s as the table says", async (role) => {
      const { request } = await signedIn(role);
      expect(await statusOf(entry, requestTo(entry, request))).toBe(expectedStatus(entry.handler.policy, role));
    });
  },
);
