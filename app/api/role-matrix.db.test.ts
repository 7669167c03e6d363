/** Every route and method against every role: a new route joins by itself. */
import { describe } from "vitest";
import { permissions, permissionsOf, roles } from "@/lib/auth/roles";
import type { RoutePolicy } from "@/lib/http/route";
import { browserRequest, callRoute, signedIn, type RequestInitOfTests } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { allRoutes, paramsOf, pathOf, type RouteEntry } from "@/lib/testing/routes";

const { entries, bare } = await allRoutes();

/**
 * Carries a parameter no route knows, so that a request which is let in ends at 400 (or 404) before the handler: the
 * matrix opens no door and calls no gateway.
 */
function requestTo(entry: RouteEntry, make: (path: string, init: RequestInitOfTests) => Request): Request {
  return make(`${pathOf(entry, "1")}?role-matrix=1`, { method: entry.method });
}

function expectedStatus({ allow }: RoutePolicy, role: (typeof roles)[number] | null): number {
  if (allow === "public") return 400;
  if (role === null) return 401;
  return allow === "signed-in" || permissionsOf(role).includes(allow) ? 400 : 403;
}

async function statusOf(entry: RouteEntry, request: Request): Promise<number> {
  const { status } = await callRoute(entry.handler, request, paramsOf(entry, "1"));
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
